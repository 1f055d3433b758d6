/**
 * Whether a compound file (MS-CFB) is sound. msgreader follows its chains and its tree wherever they lead, in circles as
 * well, and makes room for whatever length a stream claims: it only gets files of which each sector belongs to one chain,
 * each entry to one folder, and each stream has as many sectors as its length takes.
 */
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';

const HEADER = 512;
const ENTRY = 128;
const [END, NONE] = [-2, -1];
/** Streams below this lie in small sectors, of 64 bytes. */
const LARGE = 4096;
const SMALL_SECTOR = 64;
/** Places of the allocation table that the header has room for. */
const IN_HEADER = 109;

const [FOLDER, STREAM] = [1, 2];

/** Throws RefusalError `damaged_file`. Takes time in proportion to the bytes. */
export function checkCompound(bytes: Uint8Array): void {
  if (bytes.length < HEADER + ENTRY) refuse();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint8(30) === 12 ? 4096 : 512;
  const sectors = Math.ceil(bytes.length / size) - 1;
  const table = tableOf(view, size, sectors);
  const big = new Chains(table, sectors);
  const entries = big
    .from(view.getInt32(48, true))
    .flatMap((sector) => entriesIn(view, (sector + 1) * size, size));
  const root = entries[0];
  if (root === undefined) refuse();
  const smallTable = big
    .from(view.getInt32(60, true))
    .flatMap((sector) => numbersIn(view, (sector + 1) * size, size));
  const smallSectors = (big.from(root.start).length * size) / SMALL_SECTOR;
  const small = new Chains(smallTable, smallSectors);
  let texts = 0;
  for (const { type, start, length, isText } of inTree(entries)) {
    if (type !== STREAM || length === 0) continue;
    if (isText) texts += length;
    if (length < 0 || texts > BUDGETS.mail.textBytes) refuse();
    const isLarge = length >= LARGE;
    const chain = (isLarge ? big : small).from(start);
    if (chain.length * (isLarge ? size : SMALL_SECTOR) < length) refuse();
  }
}

/** Chains of sectors, no sector in two of them. */
class Chains {
  readonly #table: readonly number[];
  readonly #used: Uint8Array;

  constructor(table: readonly number[], sectors: number) {
    this.#table = table;
    this.#used = new Uint8Array(sectors);
  }

  from(start: number): number[] {
    const chain: number[] = [];
    for (let sector = start; sector !== END; sector = this.#table[sector] ?? NONE) {
      // What lies outside was not used before, and neither is it unused.
      if (this.#used[sector] !== 0) refuse();
      this.#used[sector] = 1;
      chain.push(sector);
    }
    return chain;
  }
}

/** The allocation table: for each sector the one that follows. */
function tableOf(view: DataView, size: number, sectors: number): number[] {
  const perSector = size / 4;
  const count = view.getInt32(44, true);
  if (count < 1 || count > Math.ceil(sectors / perSector) + 1) refuse();
  const places = Array.from({ length: Math.min(count, IN_HEADER) }, (_, index) =>
    view.getInt32(76 + index * 4, true),
  );
  // The rest stands in sectors of its own, the last number of each being the place of the next.
  const seen = new Set<number>();
  for (let sector = view.getInt32(68, true); places.length < count; ) {
    if (seen.has(sector) || sector < 0 || sector >= sectors) refuse();
    seen.add(sector);
    const numbers = numbersIn(view, (sector + 1) * size, size);
    places.push(...numbers.slice(0, Math.min(perSector - 1, count - places.length)));
    sector = numbers.at(-1) ?? NONE;
  }
  return places.flatMap((sector) => {
    if (sector < 0 || sector >= sectors) refuse();
    return numbersIn(view, (sector + 1) * size, size);
  });
}

/** A sector may be cut off by the end of the file. */
function numbersIn(view: DataView, start: number, size: number): number[] {
  const count = Math.floor((Math.min(start + size, view.byteLength) - start) / 4);
  return Array.from({ length: count }, (_, index) => view.getInt32(start + index * 4, true));
}

const TEXT_TYPES = ['001F', '001E'];

const lastLetters = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 2, 4, 6].map((offset) => view.getUint16(at + offset, true)));

interface Entry {
  readonly type: number;
  /** Places of the entries before and after it among its folder's, and of the first in it. */
  readonly before: number;
  readonly after: number;
  readonly inside: number;
  readonly start: number;
  readonly length: number;
  /** A property of the types PtypString and PtypString8. */
  readonly isText: boolean;
}

function entriesIn(view: DataView, start: number, size: number): Entry[] {
  const count = Math.floor((Math.min(start + size, view.byteLength) - start) / ENTRY);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * ENTRY;
    return {
      type: view.getUint8(at + 66),
      before: view.getInt32(at + 68, true),
      after: view.getInt32(at + 72, true),
      inside: view.getInt32(at + 76, true),
      start: view.getInt32(at + 116, true),
      length: view.getInt32(at + 120, true),
      // The names of properties are 20 letters long, their type the last four.
      isText: view.getUint16(at + 64, true) === 42 && TEXT_TYPES.includes(lastLetters(view, at + 32)),
    };
  });
}

/** The entries that can be reached from the root, each once. */
function inTree(entries: readonly Entry[]): Entry[] {
  const found: Entry[] = [];
  const seen = new Set<number>([0]);
  const waiting = [{ place: entries[0]?.inside ?? NONE, depth: 1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { place, depth } = next;
    if (place === NONE) continue;
    const entry = entries[place];
    if (entry === undefined || seen.has(place) || depth > BUDGETS.mail.folders) refuse();
    seen.add(place);
    found.push(entry);
    waiting.push({ place: entry.before, depth }, { place: entry.after, depth });
    if (entry.type === FOLDER) waiting.push({ place: entry.inside, depth: depth + 1 });
  }
  return found;
}

function refuse(): never {
  throw new RefusalError('damaged_file', 'MSG');
}
