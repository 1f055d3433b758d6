import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { canLook, Lookout, ownUsage } from '../../../src/adapters/reader-process/usage.js';
import { Watchdog } from '../../../src/adapters/reader-process/watchdog.js';

const LIMITS = { openCpuMs: 30, pageCpuMs: 20, pageWallMs: 1000, readerBytes: 500 };
const used = (cpuMs: number, bytes = 100) => ({ cpuMs, bytes });

test('before the first page the opening budget holds, counted from the start of this file', () => {
  const dog = new Watchdog(LIMITS, 0);
  expect(dog.check(used(7000), 1)).toBeNull(); // what earlier files cost
  expect(dog.check(used(7030), 2)).toBeNull();
  expect(dog.check(used(7031), 3)).toBe('out_of_time');
});

test('every page has its own budget, and what follows the last one too', () => {
  const dog = new Watchdog(LIMITS, 0);
  dog.check(used(0), 0);
  for (let page = 1; page <= 5; page++) {
    dog.progress({ step: 'qr', page, pages: 5 }, page);
    expect(dog.check(used(page * 20), page)).toBeNull();
    dog.progress({ step: 'ocr', page, pages: 5 }, page); // the same page goes on
  }
  dog.progress({ step: 'extract', page: 5, pages: 5 }, 6);
  expect(dog.check(used(120), 7)).toBeNull();
  expect(dog.check(used(121), 8)).toBe('out_of_time');
});

test('memory at any time; a child that hangs without using anything', () => {
  expect(new Watchdog(LIMITS, 0).check(used(0, 501), 1)).toBe('out_of_memory');
  const dog = new Watchdog(LIMITS, 0);
  expect(dog.check(null, 1000)).toBeNull();
  expect(dog.check(null, 1001)).toBe('out_of_time');
});

test.runIf(canLook)('a process is seen from outside as it sees itself, again and again', () => {
  const lookout = new Lookout(process.pid);
  for (let nth = 0; nth < 2; nth++) {
    const [outside, inside] = [lookout.look(), ownUsage()];
    expect(outside).not.toBeNull();
    expect(Math.abs((outside?.cpuMs ?? 0) - inside.cpuMs)).toBeLessThan(1000);
    expect(Math.abs((outside?.bytes ?? 0) - inside.bytes)).toBeLessThan(50_000_000);
  }
  lookout.close();
  expect(lookout.look()).toBeNull();
});

test('a process that is gone is not seen, nor one that ends while it is looked at', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
  const pid = child.pid ?? 0;
  const lookout = new Lookout(pid);
  expect(lookout.look() === null).toBe(!canLook);
  child.stdin.end();
  await new Promise((resolve) => child.once('close', resolve));
  expect([lookout.look(), new Lookout(pid).look()]).toEqual([null, null]);
  lookout.close();
});
