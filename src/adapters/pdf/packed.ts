/**
 * JPEGs of a page as they are packed in the file. pdfjs decodes them in JavaScript, at ten times what the image library
 * takes; but it first offers them to the browser's `ImageDecoder`, and the one here hands them to whoever asked for the page.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** The JPEGs that pdfjs comes upon in one look at a page. It waits with each until it is taken or left to it. */
export class PackedJpegs {
  #offered: { readonly bytes: Uint8Array; readonly leave: () => void }[] = [];
  #isOver = false;
  #tell: () => void = () => undefined;
  readonly #any = new Promise<void>((resolve) => {
    this.#tell = resolve;
  });

  /** The first of them; for ever pending where there is none. */
  async first(): Promise<Uint8Array | null> {
    await this.#any;
    return this.#offered[0]?.bytes ?? null;
  }

  get count(): number {
    return this.#offered.length;
  }

  /** Rejects when pdfjs is to decode it itself; what is taken stays pending, and pdfjs forgets it. */
  offer(bytes: Uint8Array): Promise<never> {
    return new Promise((_, reject) => {
      const leave = () => reject(new Error('nobody takes it undecoded'));
      if (this.#isOver) return leave();
      this.#offered.push({ bytes, leave });
      this.#tell();
    });
  }

  /** Lets go of them: what was once asked about lives on with whatever pdfjs set up meanwhile, and each holds its whole file. */
  drop(): void {
    this.#isOver = true;
    this.#offered = [];
  }

  /** Nothing is taken: pdfjs decodes them. */
  leaveAll(): void {
    this.#isOver = true;
    for (const { leave } of this.#offered) leave();
  }
}

const asking = new AsyncLocalStorage<PackedJpegs>();

/** Does `work`, in which pdfjs looks at a page, and offers `jpegs` what it comes upon. Outside of it pdfjs decodes by itself. */
export const offering = <T>(jpegs: PackedJpegs, work: () => Promise<T>): Promise<T> =>
  asking.run(jpegs, work);

/** As much of the browser's class as pdfjs uses. */
class PackedDecoder {
  readonly #bytes: Uint8Array;

  constructor({ data }: { readonly data: Uint8Array }) {
    this.#bytes = data;
  }

  static isTypeSupported(type: string): Promise<boolean> {
    return Promise.resolve(type === 'image/jpeg');
  }

  decode(): Promise<never> {
    const jpegs = asking.getStore();
    return jpegs === undefined ? Promise.reject(new Error('nobody asks')) : jpegs.offer(this.#bytes);
  }

  close(): void {
    // pdfjs calls it when it is done with one; nothing is held.
  }
}

/** Must run before pdfjs is loaded, which looks once whether there is such a class. */
export function installDecoder(): void {
  if (!('ImageDecoder' in globalThis))
    Object.defineProperty(globalThis, 'ImageDecoder', { value: PackedDecoder, configurable: true });
}
