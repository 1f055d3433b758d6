import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { curve, largest, look, type Sample, totalBytes, trendOf } from '../../bench/soak/memory.js';

const at = (seconds: number, ...readers: number[]): Sample => ({
  at: seconds,
  processes: [
    { pid: 1, role: 'server', bytes: 100 },
    ...readers.map((bytes, index) => ({ pid: index + 2, role: 'reader', bytes })),
  ],
});

test('memory is flat when the last third’s peak is at most a tenth above the first third’s', () => {
  const of = (last: number) => trendOf([at(0, 50), at(3, 200), at(5, 900), at(9, last)], largest('reader'));
  expect(of(220)).toEqual({ peak: 900, first: 200, last: 220, flat: true });
  expect(of(221).flat).toBe(false);
});

test('all processes together, and the largest of a role', () => {
  const sample = at(0, 20, 70);
  expect(totalBytes(sample)).toBe(190);
  expect(largest('reader')(sample)).toBe(70);
  expect(largest('other')(sample)).toBe(0);
});

test('the curve is as high as the memory', () => {
  const lines = curve([at(0, 0), at(1, 300), at(2, 100)], totalBytes, 4, 3).split('\n');
  expect(lines.slice(0, 4).map((line) => line.slice(line.indexOf('|') + 1))).toEqual([
    ' #',
    ' #',
    ' ##',
    '###',
  ]);
});

test.runIf(process.platform === 'linux')('a process is seen with what it started', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume(); console.log("up")']);
  try {
    await once(child.stdout, 'data');
    const seen = look(process.pid);
    expect(seen.find(({ pid }) => pid === process.pid)?.role).toBe('server');
    expect(seen.find(({ pid }) => pid === child.pid)?.bytes).toBeGreaterThan(1e6);
  } finally {
    child.kill();
    await once(child, 'close');
  }
  expect(look(process.pid).map(({ pid }) => pid)).not.toContain(child.pid);
});
