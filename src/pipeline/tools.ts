/** What the reading half of the line works with, handed in by whoever assembles it. */
import type { Timing } from '../document/report.js';
import type { CodeReader } from '../ports/codes.js';
import type { ImageTools } from '../ports/image.js';
import type { MailReader } from '../ports/mail.js';
import type { OcrEngine } from '../ports/ocr.js';
import type { OfdReader } from '../ports/ofd.js';
import type { PdfReader } from '../ports/pdf.js';
import type { XmlReader } from '../ports/xml.js';
import type { ZipReader } from '../ports/zip.js';
import type { KnownParties } from './known-parties.js';
import type { Models } from './models.js';

export type { Models } from './models.js';

export interface ReadTools {
  readonly image: ImageTools;
  readonly codes: CodeReader;
  readonly pdf: PdfReader;
  readonly xml: XmlReader;
  readonly ofd: OfdReader;
  readonly zip: ZipReader;
  readonly mail: MailReader;
  /** Started on first use: most PDFs never need it. */
  ocr(): Promise<OcrEngine>;
  readonly models: Models;
  /** Companies that may support a name or tax id that was nearly read; nobody by default. */
  readonly knownParties?: KnownParties;
  /** Today in Asia/Shanghai, `YYYY-MM-DD`. */
  today(): string;
}

/** Wall clock by what it was spent on, and the CPU of the process, since it was made. */
export class Stopwatch {
  readonly #start = performance.now();
  readonly #cpu = process.cpuUsage();
  readonly #spent = { decode: 0, qr: 0, ocr: 0 };

  /** Runs `work` and books its time under `name`. */
  async time<T>(name: 'decode' | 'qr' | 'ocr', work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.#spent[name] += performance.now() - start;
    }
  }

  stop(): { ms: Timing; cpuSeconds: number } {
    const cpu = process.cpuUsage(this.#cpu);
    const whole = (value: number) => Math.round(value);
    return {
      ms: {
        total: whole(performance.now() - this.#start),
        decode: whole(this.#spent.decode),
        qr: whole(this.#spent.qr),
        ocr: whole(this.#spent.ocr),
      },
      cpuSeconds: Math.round((cpu.user + cpu.system) / 1000) / 1000,
    };
  }
}
