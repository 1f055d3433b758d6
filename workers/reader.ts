/** The process in which files are read, and which can be killed; started by the reader pool only. */
import { childSettings, say, serveReader } from '../src/adapters/reader-process/serve.js';
import { assembleReadTools } from '../src/assemble-reading.js';

const { ocrEngine, modelsFolder = null } = childSettings();
const onWarning = (message: string) => say({ say: 'warning', message });
serveReader(await assembleReadTools({ ocrEngine, modelsFolder, onWarning }));
