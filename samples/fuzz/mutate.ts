/** What happens to bytes on bad disks, in broken downloads and in the hands of people who mean no good. */

import type { Random } from '../truth/random.js';
import { type Member, zip } from '../zip.js';

export interface Mutated {
  readonly bytes: Uint8Array;
  /** In words, with the place: enough to find it again. */
  readonly how: string;
}

type Mutation = (bytes: Uint8Array, random: Random) => Mutated;

/** A copy of its own: `slice` of a Buffer would be the same memory, and every later case would start from damaged bytes. */
const copyOf = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);

const anywhere = (bytes: Uint8Array, random: Random) => random.whole(0, Math.max(0, bytes.length - 1));

/** The file ends anywhere. */
export const truncated: Mutation = (bytes, random) => {
  const length = anywhere(bytes, random);
  return { bytes: copyOf(bytes.subarray(0, length)), how: `cut to ${length} bytes` };
};

/** One byte is another: what the issue calls a single-byte corruption. */
export const flipped: Mutation = (bytes, random) => {
  const at = anywhere(bytes, random);
  const changed = copyOf(bytes);
  const before = changed[at] ?? 0;
  changed[at] = (before + random.whole(1, 255)) % 256;
  return { bytes: changed, how: `byte ${at} ${before} → ${changed[at]}` };
};

/** A run of one value, as a bad sector gives it; of 0xff it makes sizes and offsets vast. */
const overwritten: Mutation = (bytes, random) => {
  const at = anywhere(bytes, random);
  const [length, value] = [random.pick([2, 4, 8, 64, 512]), random.pick([0, 0xff, 0x7f, 0x20])];
  return { bytes: copyOf(bytes).fill(value, at, at + length), how: `${length} bytes at ${at} are ${value}` };
};

const removed: Mutation = (bytes, random) => {
  const [at, length] = [anywhere(bytes, random), random.pick([1, 3, 17, 256, 4096])];
  return {
    bytes: Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]),
    how: `${length} bytes at ${at} are gone`,
  };
};

const repeated: Mutation = (bytes, random) => {
  const [at, length] = [anywhere(bytes, random), random.pick([1, 16, 300, 5000])];
  const twice = bytes.subarray(at, at + length);
  const times = random.pick([1, 2, 200]);
  return {
    bytes: Buffer.concat([
      bytes.subarray(0, at),
      ...Array.from({ length: times }, () => twice),
      bytes.subarray(at),
    ]),
    how: `${length} bytes at ${at} come ${times} times more`,
  };
};

/** Digits of a text become others: lengths, references, page counts. */
const renumbered: Mutation = (bytes, random) => {
  const changed = Buffer.from(bytes);
  const start = anywhere(bytes, random);
  const at = changed.subarray(start).findIndex((byte) => byte >= 0x30 && byte <= 0x39);
  if (at < 0) return flipped(bytes, random);
  changed[start + at] = 0x30 + random.whole(0, 9);
  return { bytes: changed, how: `digit at ${start + at}` };
};

const MUTATIONS: readonly Mutation[] = [
  flipped,
  flipped,
  flipped,
  overwritten,
  removed,
  repeated,
  renumbered,
];

export const mutated: Mutation = (bytes, random) => random.pick(MUTATIONS)(bytes, random);

/** A part of a ZIP mutated and packed again: what a changed byte of packed data never shows, for its checksum fails first. */
export function mutatedInside(members: readonly Member[], random: Random): Mutated {
  const at = random.whole(0, members.length - 1);
  const chosen = members[at];
  if (chosen === undefined) throw new Error('an empty archive has nothing to mutate');
  const { bytes, how } = mutated(chosen.data, random);
  const changed = members.map((member, index) => (index === at ? { ...member, data: bytes } : member));
  return { bytes: zip(changed), how: `in ${chosen.name}: ${how}` };
}
