/** The part of the roof that puts the reading tools together: used by the reader's process only. */
import { codeReader } from './adapters/codes/codes.js';
import { imageTools } from './adapters/image/image.js';
import { pdfReader } from './adapters/pdf/pdf.js';
import { projectRoot } from './entry.js';
import { todayInShanghai } from './invoice/dates.js';
import { loadModels } from './pipeline/models.js';
import type { ReadTools } from './pipeline/tools.js';
import { type OcrEngine, OcrUnavailable } from './ports/ocr.js';

export interface ReadingSettings {
  /** `auto`: PP-OCR, and tesseract.js where its native library cannot be loaded. */
  readonly ocrEngine: 'auto' | 'paddle' | 'tesseract';
  /** Told once when `auto` had to fall back. */
  readonly onWarning: (message: string) => void;
}

/** Nothing heavy is loaded until a file needs it. Throws when models/ is missing or malformed. */
export async function assembleReadTools(choice: Partial<ReadingSettings> = {}): Promise<ReadTools> {
  const settings: ReadingSettings = { ocrEngine: 'auto', onWarning: () => undefined, ...choice };
  let engine: Promise<OcrEngine> | null = null;
  return {
    image: imageTools(),
    codes: codeReader(),
    pdf: pdfReader(),
    ocr: () => {
      engine ??= startOcr(settings);
      return engine;
    },
    models: await loadModels(new URL('models/', projectRoot())),
    today: () => todayInShanghai(),
  };
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
