/** The part of the roof that puts the reading tools together: used by the reader's process, by `yanpiao learn` and by benches. */
import { pathToFileURL } from 'node:url';
import { codeReader } from './adapters/codes/codes.js';
import { imageTools } from './adapters/image/image.js';
import { mailReader } from './adapters/mail/mail.js';
import { ofdReader } from './adapters/ofd/ofd.js';
import { pageDrawing } from './adapters/pdf/board.js';
import { pdfReader } from './adapters/pdf/pdf.js';
import { signatureVerifier } from './adapters/signing/signing.js';
import { xmlReader } from './adapters/xml/xml.js';
import { zipReader } from './adapters/zip/zip.js';
import { projectRoot } from './entry.js';
import { todayInShanghai } from './invoice/dates.js';
import { holdsModels, loadModels, type Models } from './pipeline/models.js';
import type { ReadTools } from './pipeline/tools.js';
import { type OcrEngine, OcrUnavailable } from './ports/ocr.js';

export const SHIPPED_MODELS = new URL('models/', projectRoot());

export interface ReadingSettings {
  /** `auto`: PP-OCR, and tesseract.js where its native library cannot be loaded. */
  readonly ocrEngine: 'auto' | 'paddle' | 'tesseract';
  /** Folder of one's own models (`yanpiao learn`), which count instead of those shipped where it holds any. */
  readonly modelsFolder: string | null;
  /** Told when `auto`, or models of one's own that cannot be used, had to be fallen back from. */
  readonly onWarning: (message: string) => void;
}

const DEFAULTS: ReadingSettings = { ocrEngine: 'auto', modelsFolder: null, onWarning: () => undefined };

/** Nothing heavy is loaded until a file needs it. Throws when models/ is missing or malformed. */
export async function assembleReadTools(choice: Partial<ReadingSettings> = {}): Promise<ReadTools> {
  const settings: ReadingSettings = { ...DEFAULTS, ...choice };
  let engine: Promise<OcrEngine> | null = null;
  const signing = signatureVerifier();
  const [image, xml, zip] = [imageTools(), xmlReader(), zipReader()];
  const pdf = pdfReader({ signing, image });
  return {
    image,
    codes: codeReader(),
    pdf,
    xml,
    zip,
    mail: mailReader(),
    ofd: ofdReader({ zip, xml, image, pdf, drawing: pageDrawing(), signing }),
    ocr: () => {
      engine ??= startOcr(settings);
      return engine;
    },
    models: await models(settings),
    today: () => todayInShanghai(),
  };
}

/** One's own models, or those shipped. Counts of an older version may not be readable: then those shipped are used. */
async function models({ modelsFolder, onWarning }: ReadingSettings): Promise<Models> {
  const own = modelsFolder === null ? null : pathToFileURL(`${modelsFolder}/`);
  if (own !== null && (await holdsModels(own))) {
    try {
      return await loadModels(own);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      onWarning(`${modelsFolder} cannot be used (${why}); reading with the models that were shipped instead`);
    }
  }
  return loadModels(SHIPPED_MODELS);
}

async function startOcr({ ocrEngine, onWarning }: ReadingSettings): Promise<OcrEngine> {
  if (ocrEngine !== 'tesseract') {
    const { startPaddle } = await import('./adapters/ocr-paddle/engine.js');
    try {
      return await startPaddle();
    } catch (error) {
      if (!(error instanceof OcrUnavailable) || ocrEngine === 'paddle') throw error;
      onWarning(`${error.message}; reading with tesseract.js instead, which is slower and less accurate`);
    }
  }
  const { startTesseract } = await import('./adapters/ocr-tesseract/engine.js');
  return startTesseract();
}
