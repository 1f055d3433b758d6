/** Files that mean no good, or none at all, each with the refusal it must get. */
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { hostileContainers } from './containers/saboteurs.js';
import type { Saboteur } from './saboteur.js';
import { crc32, link, type Member, zip } from './zip.js';

const text = (content: string) => new TextEncoder().encode(content);

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

const OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"';

/** The parts of an OFD of one page with one rule on it, and nothing else. */
function bareOfd(): Member[] {
  const parts: Readonly<Record<string, string>> = {
    'OFD.xml': `<ofd:OFD ${OFD}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    'Doc_0/Document.xml': `<ofd:Document ${OFD}><ofd:CommonData><ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages></ofd:Document>`,
    'Doc_0/Page.xml': `<ofd:Page ${OFD}><ofd:Content><ofd:Layer ID="2"><ofd:PathObject ID="3" Boundary="10 10 50 1"><ofd:AbbreviatedData>M 0 0 L 50 0</ofd:AbbreviatedData></ofd:PathObject><ofd:CompositeObject ID="4" ResourceID="20" Boundary="0 0 9 9"/></ofd:Layer></ofd:Content></ofd:Page>`,
    'Doc_0/PublicRes.xml': `<ofd:Res ${OFD}/>`,
  };
  return Object.entries(parts).map(([name, content]) => ({ name, data: text(content) }));
}

/** The same, with these in the place of members of the same name, or besides. */
const ofdWith = (...members: readonly Member[]): Uint8Array => {
  const names = new Set(members.map(({ name }) => name));
  return zip([...bareOfd().filter(({ name }) => !names.has(name)), ...members]);
};

/** Composite units of ten of the next each: a page that would show a million million things. */
function laughingOfd(): Uint8Array {
  const uses = (id: number) =>
    Array.from({ length: 10 }, () => `<ofd:CompositeObject ID="9" ResourceID="${id}" Boundary="0 0 9 9"/>`);
  const units = Array.from(
    { length: 12 },
    (_, level) =>
      `<ofd:CompositeGraphicUnit ID="${20 + level}" Width="9" Height="9"><ofd:Content>${uses(21 + level).join('')}</ofd:Content></ofd:CompositeGraphicUnit>`,
  );
  const resources = `<ofd:Res ${OFD}><ofd:CompositeGraphicUnits>${units.join('')}</ofd:CompositeGraphicUnits></ofd:Res>`;
  return ofdWith({ name: 'Doc_0/PublicRes.xml', data: text(resources) });
}

/** OFDs that mean no good. */
function hostileOfds(): Saboteur[] {
  const whole = ofdWith();
  const page = bareOfd().find(({ name }) => name === 'Doc_0/Page.xml');
  if (page === undefined) throw new Error('the bare OFD has no page');
  return [
    {
      file: 'outside-names.ofd',
      refusal: null,
      note: 'members named ../../evil and /etc/evil, and a link to /etc/hostname: keys that nothing asks for',
      bytes: ofdWith(
        { name: '../../evil.xml', data: text('<evil/>') },
        { name: '/etc/evil.xml', data: text('<evil/>') },
        link('Doc_0/DocumentRes.xml', '/etc/hostname'),
      ),
    },
    {
      file: 'bomb.ofd',
      refusal: 'too_large',
      note: 'a member that inflates a thousandfold, to 40 MB',
      bytes: ofdWith({ name: 'Doc_0/Res/zeros.bin', data: Buffer.alloc(40 * 2 ** 20) }),
    },
    {
      file: 'lying-size.ofd',
      refusal: 'damaged_file',
      note: 'its page inflates to more than the directory says',
      bytes: ofdWith({ ...page, saidSize: 64 }),
    },
    {
      file: 'truncated.ofd',
      refusal: 'damaged_file',
      note: 'an OFD without its last half',
      bytes: whole.slice(0, whole.length / 2),
    },
    {
      file: 'encrypted.ofd',
      refusal: 'encrypted_zip',
      note: 'its members ask for a password',
      bytes: zip(bareOfd().map((member) => ({ ...member, encrypted: true }))),
    },
    {
      file: 'laughs.ofd',
      refusal: 'too_large',
      note: 'composite units of composite units that would draw a million million things',
      bytes: laughingOfd(),
    },
    {
      file: 'loop.ofd',
      refusal: 'damaged_file',
      note: 'a composite unit that contains itself',
      bytes: ofdWith({
        name: 'Doc_0/PublicRes.xml',
        data: text(
          `<ofd:Res ${OFD}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="20"><ofd:Content><ofd:CompositeObject ID="9" ResourceID="20" Boundary="0 0 9 9"/></ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>`,
        ),
      }),
    },
    {
      file: 'missing-page.ofd',
      refusal: 'damaged_file',
      note: 'an OFD whose only page is not there',
      bytes: zip(bareOfd().filter(({ name }) => name !== page.name)),
    },
    {
      file: 'entities.ofd',
      refusal: 'unsafe_xml',
      note: 'an OFD whose root has a DOCTYPE with entities',
      bytes: ofdWith({ name: 'OFD.xml', data: billionLaughs() }),
    },
  ];
}

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
  const notAnInvoice = text(`${DECLARATION}<order><number>7</number><buyer>某人</buyer></order>\n`);
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
      refusal: 'too_large',
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
      file: 'negative-pages.pdf',
      refusal: 'damaged_file',
      note: 'says that it has minus one pages',
      bytes: text(
        Buffer.from(loopingPdf()).toString('latin1').replace('[3 0 R] /Count 1', '[] /Count -1   '),
      ),
    },
    ...hostileOfds(),
    ...hostileContainers(notAnInvoice),
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
      bytes: notAnInvoice,
    },
  ];
}
