/**
 * Puts a file away with a report beside it: never over another file, and so that a kill at any moment leaves either
 * the file where it was or both where they belong. Done once more it ends the same.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, link, lstat, mkdir, open, readFile, rename, rm, unlink, utimes } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { errorCode } from '../../document/error-code.js';
import { REPORT_ENDING } from './names.js';

export interface Parcel {
  /** The file, absolute. */
  readonly from: string;
  /** Folder into which it goes, and its path in there, sub-folders included. */
  readonly folder: string;
  readonly relative: string;
  readonly report: string;
  /** Whether a report that lies there already is this file's, from a try that was cut off. */
  readonly isOurs: (report: string) => boolean;
}

/** Moves the file; where it is now. A name that is taken gets ` (2)`, ` (3)` …; one that leaves no room is shortened. Throws what the file system throws. */
export async function putAway(parcel: Parcel): Promise<string> {
  const wanted = join(parcel.folder, parcel.relative);
  await mkdir(dirname(wanted), { recursive: true });
  for (let copy = 1; ; copy += 1) {
    const target = numbered(wanted, copy);
    const report = `${target}${REPORT_ENDING}`;
    if (await exists(report)) {
      if (!parcel.isOurs(await readFile(report, 'utf8'))) continue;
      if (!(await exists(target)) && (await move(parcel.from, target))) return target;
      if (!(await sameFile(parcel.from, target))) continue;
      // Cut off between the last two steps, or the same file once more: it is here already.
      await unlink(parcel.from);
      return target;
    }
    if (await exists(target)) continue;
    if (!(await write(report, parcel.report))) continue;
    if (await move(parcel.from, target)) return target;
    await rm(report, { force: true });
  }
}

/** Bytes of the longest name that common file systems take. */
const LONGEST_NAME = 255;
/** Endings longer than this are no endings: a name with a point somewhere in it. */
const LONGEST_ENDING = 32;

/** The name of the nth try, shortened where the report's, which is longer, would be too long for a file system. */
function numbered(path: string, copy: number): string {
  const { dir, base, name, ext } = parse(path);
  const [stem, ending] = Buffer.byteLength(ext) > LONGEST_ENDING ? [base, ''] : [name, ext];
  const rest = `${copy === 1 ? '' : ` (${copy})`}${ending}`;
  const characters = [...stem];
  while (Buffer.byteLength(`${characters.join('')}${rest}${REPORT_ENDING}`) > LONGEST_NAME) characters.pop();
  return join(dir, `${characters.join('')}${rest}`);
}

/** `false`: the name was taken meanwhile. */
async function move(from: string, target: string): Promise<boolean> {
  if (await linked(from, target)) {
    await unlink(from);
    return true;
  }
  if (await exists(target)) return false;
  const part = join(dirname(target), `.yanpiao-${randomUUID()}`);
  try {
    await copy(from, part);
    if (!(await placed(part, target))) return false;
  } finally {
    await rm(part, { force: true });
  }
  await unlink(from);
  return true;
}

/** Across devices: the bytes are on the disk before anyone sees the name, with the time of the original. */
async function copy(from: string, part: string): Promise<void> {
  await copyFile(from, part);
  const { atime, mtime } = await lstat(from);
  await utimes(part, atime, mtime);
  const handle = await open(part, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes whole or not at all. `false`: the name is taken. */
async function write(path: string, text: string): Promise<boolean> {
  const part = join(dirname(path), `.yanpiao-${randomUUID()}`);
  try {
    const handle = await open(part, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return await placed(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

/** Gives a file of ours its name. `false`: the name is taken. */
async function placed(part: string, path: string): Promise<boolean> {
  if (await linked(part, path)) return true;
  if (await exists(path)) return false;
  // No links here (FAT, many network folders): the moment between the two lines is the price.
  await rename(part, path);
  return true;
}

/** What systems say where a file cannot have a second name: another device, or none at all. */
const NO_LINKS = new Set(['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EEXIST']);

/** A second name for the file, which fails where the name is taken; renaming would put it over the other. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (NO_LINKS.has(String(errorCode(error)))) return false;
    throw error;
  }
}

async function sameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([lstat(one), lstat(other)]);
  if (a.ino === b.ino && a.dev === b.dev) return true;
  return a.size === b.size && (await digest(one)) === (await digest(other));
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
