/** The process in which files are read, and which can be killed; started by the reader pool only. */
import { childSettings, say, serveReader, warmUp } from '../src/adapters/reader-process/serve.js';
import { assembleReadTools } from '../src/assemble-reading.js';

const { ocrEngine, modelsFolder = null, warm } = childSettings();
const onWarning = (message: string) => say({ say: 'warning', message });
const tools = await assembleReadTools({ ocrEngine, modelsFolder, onWarning });
serveReader(tools);
if (warm) await warmUp(tools);
