/** The parts of an OFD by name. Names come from the file and are looked up, never followed to a disk. */
import { posix } from 'node:path';
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { XmlElement, XmlReader } from '../../ports/xml.js';
import type { ZipEntry } from '../../ports/zip.js';

/** A part of a package: its name is what other parts' relative names are resolved against. */
export interface Part {
  readonly name: string;
  readonly tree: XmlElement;
}

export class OfdPackage {
  readonly #entries: ReadonlyMap<string, ZipEntry>;
  readonly #xml: XmlReader;
  readonly #bytes = new Kept<Uint8Array>(BUDGETS.ofdKept.bytes);
  readonly #trees = new Kept<XmlElement>(BUDGETS.ofdKept.parsedBytes);

  constructor(entries: readonly ZipEntry[], xml: XmlReader) {
    this.#entries = new Map(entries.map((entry) => [keyOf(entry.name), entry]));
    this.#xml = xml;
  }

  /** Of all parts, as {@link OfdPackage.find} gives them. */
  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(keyOf(name));
  }

  /**
   * The name of the part that `location` means in a part called `from`: from its folder, from the root, or from the
   * folder of the document, for producers differ. `null` where there is no such part.
   */
  find(location: string, from: string): string | null {
    const folder = posix.dirname(from);
    const places = location.startsWith('/')
      ? [location]
      : [posix.join(folder, location), location, posix.join(folder, '..', location)];
    return places.map(keyOf).find((key) => this.#entries.has(key)) ?? null;
  }

  /** Throws RefusalError, `damaged_file` where there is no such part. */
  async bytes(name: string): Promise<Uint8Array> {
    const entry = this.#entries.get(keyOf(name));
    if (entry === undefined) throw new RefusalError('damaged_file', name);
    return this.#bytes.of(entry.name, entry.size, () => entry.read());
  }

  /** `null` where there is no such part, or it cannot be read. */
  async optionalBytes(name: string): Promise<Uint8Array | null> {
    try {
      return await this.bytes(name);
    } catch (error) {
      if (error instanceof RefusalError) return null;
      throw error;
    }
  }

  /** Throws RefusalError, `damaged_file` where there is no such part. */
  async part(name: string): Promise<Part> {
    const key = keyOf(name);
    const bytes = await this.bytes(key);
    return { name: key, tree: await this.#trees.of(key, bytes.length, async () => this.#xml.parse(bytes)) };
  }

  /** The part that `location` names; `null` where there is none, or it is no XML: what is optional must not cost the rest. */
  async optional(location: string | null, from: string): Promise<Part | null> {
    const name = location === null || location === '' ? null : this.find(location, from);
    if (name === null) return null;
    try {
      return await this.part(name);
    } catch (error) {
      if (error instanceof RefusalError && error.refusal.code === 'damaged_file') return null;
      throw error;
    }
  }
}

/** What was made once, as long as there is room for it: the first ones stay. */
class Kept<T> {
  readonly #made = new Map<string, Promise<T>>();
  #room: number;

  /** `room`: the sizes of all that is kept, in bytes. */
  constructor(room: number) {
    this.#room = room;
  }

  of(name: string, size: number, make: () => Promise<T>): Promise<T> {
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const made = make();
    if (size <= this.#room) {
      this.#room -= size;
      this.#made.set(name, made);
    }
    return made;
  }
}

/** Without leading slashes, `.` and `..`: above the root there is nothing. */
const keyOf = (name: string): string => posix.join('/', name.replaceAll('\\', '/').trim()).slice(1);

/** The first child of that name. */
export const child = (element: XmlElement | undefined | null, name: string): XmlElement | undefined =>
  element?.children.find((one) => one.name === name);

export const childrenOf = (element: XmlElement | undefined | null, name: string): readonly XmlElement[] =>
  element?.children.filter((one) => one.name === name) ?? [];

/** The text of the first child of that name; `null` without one. */
export const textIn = (element: XmlElement | undefined | null, name: string): string | null =>
  child(element, name)?.text ?? null;
