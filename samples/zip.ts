/** ZIPs, whole ones and others: the same members give the same bytes on every machine of the same zlib. */
import { deflateRawSync, crc32 as zlibCrc32 } from 'node:zlib';

const text = (content: string) => new TextEncoder().encode(content);

/** CRC-32 as PNG and ZIP use it. */
export function crc32(bytes: Uint8Array): number {
  if (typeof zlibCrc32 === 'function') return zlibCrc32(bytes);
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

export interface Member {
  readonly name: string;
  readonly data: Uint8Array;
  /** What the directory says of the inflated size, when it is to lie. */
  readonly saidSize?: number;
  /** Unix mode, for links and the like. */
  readonly mode?: number;
  readonly encrypted?: boolean;
  /** The name's bytes, where it is not written as UTF-8, and told to be. */
  readonly rawName?: Uint8Array;
  /** Extra field of the directory. */
  readonly extra?: Uint8Array;
  /** Number of the way of packing that it claims. */
  readonly method?: number;
}

const EMPTY = new Uint8Array();

const LINK = 0o120777;
/** A symbolic link to `target`. */
export const link = (name: string, target: string): Member => ({ name, data: text(target), mode: LINK });

/** A ZIP of the given members, deflated. */
export function zip(members: readonly Member[]): Uint8Array {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const member of members) {
    const {
      name,
      data,
      saidSize = data.length,
      mode = 0,
      encrypted = false,
      rawName,
      extra = EMPTY,
    } = member;
    const packed = deflateRawSync(data, { level: 9 });
    const bytes = rawName ?? text(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version needed
    common.writeUInt16LE((encrypted ? 1 : 0) | (rawName === undefined ? 0x800 : 0), 2); // names are UTF-8
    common.writeUInt16LE(member.method ?? 8, 4); // deflate
    common.writeUInt16LE(0x21, 8); // 1 January 1980
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(saidSize, 18);
    common.writeUInt16LE(bytes.length, 22);
    const local = Buffer.concat([text('PK\u0003\u0004'), common, bytes, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    locals.push(local);
    // The extra field is told of in the directory only.
    const told = Buffer.from(common);
    told.writeUInt16LE(extra.length, 24);
    centrals.push(Buffer.concat([text('PK\u0001\u0002'), Buffer.from([20, 3]), told, tail, bytes, extra]));
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, text('PK\u0005\u0006'), end]);
}
