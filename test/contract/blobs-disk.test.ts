/** The contract of src/ports/blobs.ts, over the disk. */
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDiskBlobs } from '../../src/adapters/blobs-disk/blobs.js';
import { builtEntry } from '../../src/entry.js';
import { type BlobStore, BlobTooLarge, StorageFull } from '../../src/ports/blobs.js';

const MEBIBYTE = 1024 * 1024;

let folder: string;
let blobs: BlobStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yanpiao-blobs-'));
  blobs = await openDiskBlobs(folder);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Files anywhere below, whatever their folder. */
async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe('originals on disk', () => {
  it('gives back the bytes that were put, under their digest', async () => {
    const bytes = randomBytes(3 * MEBIBYTE + 17);
    const stored = await blobs.put(
      '1',
      Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)]),
      bytes.length,
    );
    expect(stored).toEqual({ sha256: sha256(bytes), size: bytes.length });
    expect(sha256(await buffer(await blobs.open('1', stored.sha256)))).toBe(stored.sha256);
    const local = await blobs.localFile('1', stored.sha256);
    expect(sha256(await readFile(local.path))).toBe(stored.sha256);
    await local.release();
    const expected = join(folder, 'originals', '1', stored.sha256.slice(0, 2), stored.sha256);
    expect(sha256(await readFile(expected))).toBe(stored.sha256);
  });

  it('takes the same bytes twice, also at once, and keeps one file', async () => {
    const bytes = randomBytes(100_000);
    const put = () => blobs.put('1', Readable.from([bytes]), MEBIBYTE);
    const stored = await Promise.all([put(), put(), put()]);
    expect(new Set(stored.map((blob) => blob.sha256)).size).toBe(1);
    expect(await filesBelow(folder)).toEqual([sha256(bytes)]);
  });

  it('keeps organisations apart', async () => {
    const { sha256: digest } = await blobs.put('1', Readable.from([Buffer.from('a')]), 10);
    await expect(blobs.open('2', digest)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(blobs.localFile('2', digest)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('takes exactly the limit and refuses one byte more, leaving nothing', async () => {
    await blobs.put('1', Readable.from([Buffer.alloc(1000)]), 1000);
    await rm(join(folder, 'originals', '1'), { recursive: true });
    await expect(blobs.put('1', Readable.from([Buffer.alloc(1001)]), 1000)).rejects.toBeInstanceOf(
      BlobTooLarge,
    );
    expect(await filesBelow(folder)).toEqual([]);
  });

  it('leaves nothing of a source that breaks off', async () => {
    async function* broken() {
      yield Buffer.alloc(70_000);
      throw new Error('hung up');
    }
    await expect(blobs.put('1', Readable.from(broken()), MEBIBYTE)).rejects.toThrow('hung up');
    expect(await filesBelow(folder)).toEqual([]);
  });

  it('holds staged bytes apart until they are kept, and leaves nothing of those that are discarded', async () => {
    const staged = await blobs.stage('1', Readable.from([Buffer.from('kept')]), 10);
    await expect(blobs.open('1', staged.sha256)).rejects.toMatchObject({ code: 'ENOENT' });
    await staged.keep();
    await staged.discard();
    expect(String(await buffer(await blobs.open('1', staged.sha256)))).toBe('kept');
    const unwanted = await blobs.stage('1', Readable.from([Buffer.from('unwanted')]), 10);
    await unwanted.discard();
    expect(await filesBelow(folder)).toEqual([staged.sha256]);
  });

  it('sweeps away what a killed process left, and only that', async () => {
    const { sha256: digest } = await blobs.put('1', Readable.from([Buffer.from('kept')]), 10);
    await writeFile(join(folder, 'incoming', 'left-over'), 'half a file');
    await openDiskBlobs(folder);
    expect(await filesBelow(folder)).toEqual([digest]);
  });

  it('leaves what another process may still be writing, for a day', async () => {
    const beside = join(folder, 'incoming', 'beside');
    const abandoned = join(folder, 'incoming', 'abandoned');
    await writeFile(beside, 'half a file');
    await writeFile(abandoned, 'half a file');
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 3_600_000);
    await utimes(abandoned, twoDaysAgo, twoDaysAgo);
    await openDiskBlobs(folder, { sweep: false });
    expect(await filesBelow(folder)).toEqual(['beside']);
  });

  it('goes nowhere else by a crooked id or digest', async () => {
    await expect(blobs.open('..', 'a'.repeat(64))).rejects.toBeInstanceOf(RangeError);
    await expect(blobs.open('1', '../../etc/passwd')).rejects.toBeInstanceOf(RangeError);
    await expect(blobs.put('../1', Readable.from([Buffer.from('a')]), 10)).rejects.toBeInstanceOf(RangeError);
    expect(await filesBelow(folder)).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('originals past what the system lets a process write', () => {
  it('says StorageFull and leaves nothing', async () => {
    const entry = pathToFileURL(builtEntry('src/adapters/blobs-disk/blobs')).href;
    const script = `import { Readable } from 'node:stream';
      import { openDiskBlobs } from ${JSON.stringify(entry)};
      const blobs = await openDiskBlobs(${JSON.stringify(folder)});
      const twoMegabytes = Readable.from([Buffer.alloc(1e6), Buffer.alloc(1e6)]);
      await blobs.put('1', twoMegabytes, 1e9).catch((error) => console.log(error.name, error.cause.code));`;
    // Files of at most 1024 KiB: the same refusal as a full disk, from the same place, without needing to be root.
    const limited = `ulimit -f 1024 && exec "$0" --input-type=module -e "$1"`;
    const said = execFileSync('bash', ['-c', limited, process.execPath, script], { encoding: 'utf8' });
    expect(said.trim()).toBe('StorageFull EFBIG');
    expect(await filesBelow(folder)).toEqual([]);
  });
});

const root = process.platform === 'linux' && process.getuid?.() === 0;

/** A disk of one megabyte; only root may mount one. `false` where even root may not (a container without the right). */
function mountSmallDisk(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!root)('originals on a full disk', () => {
  it('says StorageFull, leaves nothing half-written, and goes on when there is room', async ({ skip }) => {
    const small = join(folder, 'small');
    await mkdir(small);
    if (!mountSmallDisk(small)) return skip('this machine does not let us mount a disk');
    try {
      const tight = await openDiskBlobs(small, { reserve: 0 });
      const kept = await tight.put('1', Readable.from([randomBytes(200_000)]), MEBIBYTE);
      const large = Readable.from([randomBytes(MEBIBYTE), randomBytes(MEBIBYTE)]);
      await expect(tight.put('1', large, 10 * MEBIBYTE)).rejects.toBeInstanceOf(StorageFull);
      expect(await filesBelow(small)).toEqual([kept.sha256]);
      await expect(tight.put('1', Readable.from([randomBytes(200_000)]), MEBIBYTE)).resolves.toMatchObject({
        size: 200_000,
      });
    } finally {
      execFileSync('umount', [small]);
    }
  });
});

describe('room', () => {
  it('is left for the database: an original that would take of it is refused and nothing of it remains', async () => {
    const careful = await openDiskBlobs(folder, { reserve: Number.MAX_SAFE_INTEGER });
    const putting = careful.put('1', Readable.from([randomBytes(1000)]), MEBIBYTE);
    await expect(putting).rejects.toBeInstanceOf(StorageFull);
    expect(await filesBelow(folder)).toEqual([]);
    await expect(careful.ping()).rejects.toBeInstanceOf(StorageFull);
    await expect((await openDiskBlobs(folder, { reserve: 0 })).ping()).resolves.toBeUndefined();
  });
});
