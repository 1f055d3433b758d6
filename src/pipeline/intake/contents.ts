/** intake: what was handed in is opened: one file by itself, or the files in a ZIP or a mail, one level of them nested. */
import type { Contents } from '../../document/contents.js';
import type { FileBytes } from '../../document/file-bytes.js';
import { type FileKind, fileKind, sizeLimit } from '../../document/file-kind.js';
import { RefusalError } from '../../document/refusal.js';
import type { Carrier } from '../../document/report.js';
import { BUDGETS } from '../budgets.js';
import type { ReadTools } from '../tools.js';
import { carrierOf, carrierOfKind } from './carrier.js';
import { type Listing, listed } from './container.js';
import { bytesOf, headOf, sizeOf } from './file.js';
import { type MemberKind, openMember, type PageSource } from './member.js';
import { locate, membersIn } from './walk.js';

export type IntakeTools = Pick<ReadTools, 'image' | 'pdf' | 'xml' | 'ofd' | 'zip' | 'mail'>;

/** A document that can be looked into. Close it when done. */
export interface OpenedFile {
  readonly carrier: Carrier;
  /** Looks into every member as far as it takes to count its pages. Throws RefusalError where none can be read. */
  contents(): Promise<Contents>;
  /** The pages of one member; closed by whoever asked. Throws RefusalError; `not_found` where there is none of that name. */
  member(name: string | null): Promise<PageSource>;
  /** The bytes of a file in a ZIP or mail, whatever they are. Throws RefusalError like {@link OpenedFile.member}. */
  bytes(name: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Throws RefusalError `empty_file`, `unsupported_type` or `too_large`, of a ZIP or mail also `damaged_file`; what else may
 * be wrong shows when its members are opened.
 */
export async function openFile(file: FileBytes, tools: IntakeTools): Promise<OpenedFile> {
  const size = sizeOf(file);
  if (size === 0) throw new RefusalError('empty_file');
  const head = await headOf(file);
  const atFirst = fileKind(head);
  if (atFirst === null) throw new RefusalError('unsupported_type');
  const most = atFirst === 'mail' ? BUDGETS.container.mailBytes : sizeLimit(head);
  if (size > most) throw new RefusalError('too_large', `${Math.ceil(size / 1024 ** 2)} MB`);
  const near = size <= BUDGETS.loadedBytes ? await bytesOf(file) : file;
  // An OFD shows by its directory, at the end; so does a Word document, which begins like a mail.
  const kind = near instanceof Uint8Array ? fileKind(near) : atFirst;
  if (kind === null) throw new RefusalError('unsupported_type');
  if (!isContainer(kind)) return new Plain(kind, near, tools);
  const listing = await listed(kind, near, tools);
  if (!listing.isOfd) return new Container(kind, listing, tools);
  listing.close();
  return new Plain('ofd', near, tools);
}

/** Like {@link openFile} and {@link OpenedFile.member} for one member only; closing its pages closes all. */
export async function openPages(
  file: FileBytes,
  member: string | null,
  tools: IntakeTools,
): Promise<PageSource> {
  const opened = await openFile(file, tools);
  try {
    const pages = await opened.member(member);
    return {
      ...pages,
      close: async () => {
        await pages.close();
        await opened.close();
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** What the file is to the outside; `null`: nothing we read, or nothing that can be reached. */
export async function carrierOfFile(file: FileBytes): Promise<Carrier | null> {
  try {
    return carrierOf(await headOf(file));
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}

const isContainer = (kind: FileKind): kind is 'zip' | 'mail' => kind === 'zip' || kind === 'mail';

/** A file that is its own only member. What was opened to be counted is what is read first. */
class Plain implements OpenedFile {
  readonly carrier: Carrier;
  readonly #open: () => Promise<PageSource>;
  #counted: PageSource | null = null;

  constructor(kind: MemberKind, file: FileBytes, tools: IntakeTools) {
    this.carrier = carrierOfKind(kind);
    this.#open = () => openMember(kind, file, tools);
  }

  async contents(): Promise<Contents> {
    this.#counted ??= await this.#open();
    const { carrier } = this;
    const pages = this.#counted.count;
    return { carrier, pages, members: [{ name: null, carrier, first: 1, pages, refusal: null }] };
  }

  async member(name: string | null): Promise<PageSource> {
    if (name !== null) throw new RefusalError('not_found', name);
    const counted = this.#counted;
    this.#counted = null;
    return counted ?? this.#open();
  }

  async bytes(name: string): Promise<Uint8Array> {
    throw new RefusalError('not_found', name);
  }

  async close(): Promise<void> {
    await this.#counted?.close();
    this.#counted = null;
  }
}

class Container implements OpenedFile {
  readonly carrier: Carrier;
  readonly #listing: Listing;
  readonly #tools: IntakeTools;
  /** The nested container that was looked into last: its members mostly follow each other. */
  #nested: { readonly name: string; readonly listing: Listing } | null = null;

  constructor(kind: 'zip' | 'mail', listing: Listing, tools: IntakeTools) {
    this.carrier = kind;
    this.#listing = listing;
    this.#tools = tools;
  }

  async contents(): Promise<Contents> {
    const members = await membersIn(this.#listing, this.carrier === 'mail', this.#tools);
    const pages = members.reduce((all, member) => all + member.pages, 0);
    if (pages === 0) refuseAll(members.map(({ error }) => error));
    return { carrier: this.carrier, pages, members: members.map(({ error: _, ...member }) => member) };
  }

  async member(name: string | null): Promise<PageSource> {
    if (name === null) throw new RefusalError('not_found');
    const bytes = await this.bytes(name);
    const kind = fileKind(bytes);
    if (kind === null || isContainer(kind)) throw new RefusalError('unsupported_type');
    return openMember(kind, bytes, this.#tools);
  }

  async bytes(name: string): Promise<Uint8Array> {
    const item = await locate(name, this.#listing, (inner) => this.#open(inner));
    if (item === null) throw new RefusalError('not_found', name);
    if (item.size > BUDGETS.container.memberBytes) throw new RefusalError('too_large');
    return item.read();
  }

  /** The nested container of that name. */
  async #open(item: Listing['items'][number]): Promise<Listing | null> {
    if (this.#nested?.name === item.name) return this.#nested.listing;
    this.#nested?.listing.close();
    this.#nested = null;
    const bytes = await item.read();
    const kind = fileKind(bytes);
    if (kind === null || !isContainer(kind)) return null;
    const listing = await listed(kind, bytes, this.#tools);
    this.#nested = { name: item.name, listing };
    return listing;
  }

  async close(): Promise<void> {
    this.#nested?.listing.close();
    this.#nested = null;
    this.#listing.close();
  }
}

/** Nothing in it can be read: the first reason, or that there is nothing of any kind we know. */
function refuseAll(errors: readonly (RefusalError | null)[]): never {
  const known = errors.find((error) => error !== null && error.refusal.code !== 'unsupported_type');
  throw known ?? new RefusalError('nothing_inside');
}
