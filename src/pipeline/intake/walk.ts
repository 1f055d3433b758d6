/** The members of a ZIP or mail: each looked into as far as it takes to count its pages, and found again by its name. */
import type { Member } from '../../document/contents.js';
import { type FileKind, fileKind, sizeLimit } from '../../document/file-kind.js';
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../budgets.js';
import type { ReadTools } from '../tools.js';
import { carrierOfKind } from './carrier.js';
import { type Item, type Listing, listed } from './container.js';
import { type MemberTools, openMember } from './member.js';

type WalkTools = MemberTools & Pick<ReadTools, 'zip' | 'mail'>;

/** A member, with the error behind its refusal. */
export type Found = Member & { readonly name: string; readonly error: RefusalError | null };

/** How far the walk has come, for what all members together may cost. */
interface Walk {
  readonly tools: WalkTools;
  readonly members: Found[];
  pages: number;
  bytes: number;
}

/**
 * Every file in a container and in those nested in it, in their order. What cannot be read is a refused member. Throws
 * RefusalError `too_large` or `too_many_pages` where there is more than all members together may have.
 */
export async function membersIn(
  listing: Listing,
  inMail: boolean,
  tools: WalkTools,
): Promise<readonly Found[]> {
  const walk: Walk = { tools, members: [], pages: 0, bytes: 0 };
  await into(walk, listing, { prefix: '', depth: 1, inMail });
  return walk.members;
}

interface Level {
  readonly prefix: string;
  readonly depth: number;
  readonly inMail: boolean;
}

async function into(walk: Walk, { items }: Listing, level: Level): Promise<void> {
  for (const item of items) {
    const name = `${level.prefix}${item.name}`;
    try {
      await one(walk, item, name, level);
    } catch (error) {
      if (!(error instanceof RefusalError) || error instanceof PastBudget) throw error;
      add(walk, { name, carrier: null, pages: 0, error });
    }
  }
}

/** Where the document as a whole is refused, and not the member that went past the budget. */
class PastBudget extends RefusalError {}

async function one(walk: Walk, item: Item, name: string, level: Level): Promise<void> {
  const { memberBytes, bytes: most, depth: deepest } = BUDGETS.container;
  if (item.size > memberBytes) throw new RefusalError('too_large', megabytes(item.size));
  if (walk.bytes + item.size > most) throw new RefusalError('too_large', megabytes(most));
  walk.bytes += item.size;
  const head = await item.head();
  const atFirst = fileKind(head);
  if (atFirst === null) throw new RefusalError('unsupported_type');
  if (item.size > sizeLimit(head)) throw new RefusalError('too_large', megabytes(item.size));
  const bytes = needsAll(atFirst, item) ? await item.read() : head;
  const kind = fileKind(bytes);
  if (kind === null) throw new RefusalError('unsupported_type');
  if (kind !== 'zip' && kind !== 'mail') {
    if (item.inline && kind === 'picture' && (await isTiny(bytes, walk.tools))) return;
    return count(walk, name, kind, bytes);
  }
  if (level.depth >= deepest) throw new RefusalError('too_deep');
  const inner = await listed(kind, bytes, walk.tools);
  try {
    const before = walk.members.length;
    await into(walk, inner, { prefix: `${name}/`, depth: level.depth + 1, inMail: kind === 'mail' });
    if (walk.members.length === before) throw new RefusalError('nothing_inside');
  } finally {
    inner.close();
  }
}

/** A picture and an XML are one page whatever is in them; they are opened when they are read. */
const needsAll = (kind: FileKind, { inline }: Item): boolean =>
  kind !== 'xml' && (kind !== 'picture' || inline);

async function isTiny(bytes: Uint8Array, { image }: WalkTools): Promise<boolean> {
  const { width, height } = await image.probe(bytes);
  return width * height < BUDGETS.container.inlinePixels;
}

async function count(
  walk: Walk,
  name: string,
  kind: Exclude<FileKind, 'zip' | 'mail'>,
  bytes: Uint8Array,
): Promise<void> {
  const carrier = carrierOfKind(kind);
  try {
    add(walk, { name, carrier, pages: await pagesOf(kind, bytes, walk.tools), error: null });
  } catch (error) {
    if (!(error instanceof RefusalError) || error instanceof PastBudget) throw error;
    add(walk, { name, carrier, pages: 0, error });
  }
}

async function pagesOf(
  kind: Exclude<FileKind, 'zip' | 'mail'>,
  bytes: Uint8Array,
  tools: WalkTools,
): Promise<number> {
  if (kind === 'xml' || kind === 'picture') return 1;
  const source = await openMember(kind, bytes, tools);
  await source.close();
  return source.count;
}

function add(walk: Walk, found: Pick<Found, 'name' | 'carrier' | 'pages' | 'error'>): void {
  const { members, pages } = BUDGETS.container;
  if (walk.members.length >= members) throw new PastBudget('too_large', `> ${members} 个文件`);
  if (walk.pages + found.pages > pages) throw new PastBudget('too_many_pages', `> ${pages}`);
  walk.members.push({ ...found, first: walk.pages + 1, refusal: found.error?.refusal ?? null });
  walk.pages += found.pages;
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 ** 2)} MB`;

/** The item that a member's name stands for; `open`: the nested container that an item is. `null`: there is none. */
export async function locate(
  name: string,
  { items }: Listing,
  open: (item: Item) => Promise<Listing | null>,
): Promise<Item | null> {
  const exact = items.find((item) => item.name === name);
  if (exact !== undefined) return exact;
  // No name is another one's folder: there is one such item at most.
  const around = items.find((item) => name.startsWith(`${item.name}/`));
  const inner = around === undefined ? null : await open(around);
  if (around === undefined || inner === null) return null;
  return inner.items.find((item) => `${around.name}/${item.name}` === name) ?? null;
}
