/** Files that mean no good, or none at all, each with the refusal it must get. */
import { deflateRawSync, deflateSync, crc32 as zlibCrc32 } from 'node:zlib';
import sharp from 'sharp';
import type { RefusalCode } from '../src/document/refusal.js';

export interface Saboteur {
  readonly file: string;
  /** `null`: it is read, if only to find no invoice in it. */
  readonly refusal: RefusalCode | null;
  readonly note: string;
  /** Absent where the bytes were made by another tool and are kept: see README. */
  readonly bytes?: Uint8Array;
}

const text = (content: string) => new TextEncoder().encode(content);

/** CRC-32 as PNG and ZIP use it. */
function crc32(bytes: Uint8Array): number {
  if (typeof zlibCrc32 === 'function') return zlibCrc32(bytes);
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([text(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A white square of `side` pixels at one bit each: little to store, much to unpack. */
function vastPng(side: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1; // bits a pixel; the rest 0: grey, deflate, no filter, not interlaced
  const rows = Buffer.alloc(side * (1 + side / 8));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows, { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A ZIP of the given members. */
function zip(members: readonly { name: string; data: Uint8Array }[]): Uint8Array {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const { name, data } of members) {
    const packed = deflateRawSync(data, { level: 9 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version needed
    common.writeUInt16LE(8, 4); // deflate
    common.writeUInt16LE(0x21, 8); // 1 January 1980
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([text('PK\u0003\u0004'), common, text(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    locals.push(local);
    centrals.push(Buffer.concat([text('PK\u0001\u0002'), Buffer.from([20, 0]), common, tail, text(name)]));
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

/** Eight ZIPs of 64 MB of nothing each, in a ZIP: half a gigabyte in a few kilobytes. */
function bomb(): Uint8Array {
  const inner = zip([{ name: 'invoice.pdf', data: Buffer.alloc(64 * 2 ** 20) }]);
  return zip(Array.from({ length: 8 }, (_, index) => ({ name: `layer-${index}.zip`, data: inner })));
}

/** A PDF whose page tree bites its own tail. */
function loopingPdf(): Uint8Array {
  const objects = [
    '1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n',
    '2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n',
    '3 0 obj\n<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>\nendobj\n',
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object) => {
    const at = body.length;
    body += object;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 4\n0000000000 65535 f \n${offsets.join('')}`;
  return text(`${body}${table}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`);
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

/** Each entity is ten of the one before: a kilobyte that would be three gigabytes of laughter. */
function billionLaughs(): Uint8Array {
  const entities = Array.from(
    { length: 9 },
    (_, index) => `<!ENTITY lol${index + 1} "${`&lol${index};`.repeat(10)}">`,
  );
  return text(
    `${DECLARATION}<!DOCTYPE EInvoice [<!ENTITY lol0 "lol">${entities.join('')}]><EInvoice>&lol9;</EInvoice>\n`,
  );
}

/** An invoice that asks for a file of the machine that reads it. */
const outsideEntity = () =>
  text(
    `${DECLARATION}<!DOCTYPE EInvoice [<!ENTITY host SYSTEM "file:///etc/hostname">]><EInvoice><EInvoiceData><BuyerInformation><BuyerName>&host;</BuyerName></BuyerInformation></EInvoiceData></EInvoice>\n`,
  );

const deepXml = (depth: number) =>
  text(`${DECLARATION}${'<invoice>'.repeat(depth)}${'</invoice>'.repeat(depth)}\n`);

/** Hills under a sun: a picture with nothing to read. */
async function landscape(): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="420"><rect width="640" height="420" fill="#9cc7e8"/>
    <circle cx="500" cy="90" r="46" fill="#ffd75e"/><path d="M0 300 Q160 180 320 290 T640 250 V420 H0 Z" fill="#5d9457"/>
    <path d="M0 360 Q200 270 420 350 T640 330 V420 H0 Z" fill="#3f7040"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer();
}

/** All of them. `jpeg` is any whole JPEG of an invoice, to be cut off. */
export async function saboteurs(jpeg: Uint8Array): Promise<Saboteur[]> {
  const picture = await landscape();
  const small = await sharp(picture).resize(96).png().toBuffer();
  const words = text('This is no invoice.\n这不是发票。\n');
  return [
    { file: 'empty.pdf', refusal: 'empty_file', note: 'no bytes', bytes: new Uint8Array() },
    { file: 'text.txt', refusal: 'unsupported_type', note: 'plain text', bytes: words },
    {
      file: 'text-named.jpg',
      refusal: 'unsupported_type',
      note: 'plain text named as a picture',
      bytes: words,
    },
    {
      file: 'png-named.pdf',
      refusal: null,
      note: 'a PNG named as a PDF: told by its bytes, read as a picture',
      bytes: small,
    },
    {
      file: 'landscape.jpg',
      refusal: null,
      note: 'a picture that is no invoice: no field may be accepted',
      bytes: picture,
    },
    {
      file: 'truncated.jpg',
      refusal: 'damaged_file',
      note: 'the first 40 % of an invoice',
      bytes: jpeg.slice(0, jpeg.length * 0.4),
    },
    {
      file: 'truncated.pdf',
      refusal: 'damaged_file',
      note: 'a PDF cut off in its first object',
      bytes: loopingPdf().slice(0, 40),
    },
    { file: 'encrypted.pdf', refusal: 'encrypted_pdf', note: 'asks for a password (AES-256)' },
    {
      file: 'vast.png',
      refusal: 'too_many_pixels',
      note: '16000×16000 pixels at one bit',
      bytes: vastPng(16000),
    },
    {
      file: 'bomb-named.pdf',
      refusal: 'unsupported_type',
      note: 'a ZIP of ZIPs that unpacks to 512 MB',
      bytes: bomb(),
    },
    {
      file: 'pages-loop.pdf',
      refusal: 'damaged_file',
      note: 'its page tree contains itself',
      bytes: loopingPdf(),
    },
    {
      file: 'laughs.xml',
      refusal: 'unsafe_xml',
      note: 'entities in entities that would unfold to 3 GB',
      bytes: billionLaughs(),
    },
    {
      file: 'outside-entity.xml',
      refusal: 'unsafe_xml',
      note: 'an entity that names a file of the reading machine',
      bytes: outsideEntity(),
    },
    {
      file: 'deep.xml',
      refusal: 'damaged_file',
      note: 'a thousand elements, each in the one before',
      bytes: deepXml(1000),
    },
    {
      file: 'not-an-invoice.xml',
      refusal: null,
      note: 'XML, but of something else: no invoice in it',
      bytes: text(`${DECLARATION}<order><number>7</number><buyer>某人</buyer></order>\n`),
    },
  ];
}
