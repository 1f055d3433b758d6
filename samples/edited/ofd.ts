/** What forgers do to the OFD of an invoice, each way by its name, and what honest people do to one. */
import { zipReader } from '../../src/adapters/zip/zip.js';
import { ofdSignature } from '../sign/ofd.js';
import { zip } from '../zip.js';

/** One value of a page, as it is printed, and what it is to become. */
export interface OfdTask {
  readonly ofd: Uint8Array;
  readonly old: string;
  readonly now: string;
}

/** `null` where the file has nothing that could be changed this way. */
type Forge = (task: OfdTask) => Promise<Uint8Array | null>;

const PAGE = 'Doc_0/Pages/Page_0/Content.xml';
const TAGS = 'Doc_0/Tags/CustomTag.xml';
const ORIGINAL = 'Doc_0/Attachs/original_invoice.xml';
const SIGNS = /^Doc_0\/Signs\//u;

export const OFD_METHODS = {
  /** The text of the page, and nothing else. */
  page: (task) => changed(task, [inPage]),
  /** The value is painted over with white on the page, and set anew. */
  covered: (task) => changed(task, [onPage]),
  /** The same by an annotation, which no signature covers. */
  annotation: (task) => changed(task, [byAnnotation]),
  tag: (task) => changed(task, [inTags]),
  attachment: (task) => changed(task, [inside(ORIGINAL)]),
  data: (task) => changed(task, [inside('OFD.xml')]),
  /** Whatever says the value, signatures left as they are. */
  everywhere: (task) => changed(task, EVERYWHERE),
  /** The same, and the signatures taken out. */
  unsigned: (task) => changed(task, [...EVERYWHERE, withoutSignatures]),
  /** The signatures' parts taken out, but not from the list of parts. */
  list_gone: (task) => changed(task, [...EVERYWHERE, withoutParts]),
  /** The digests of what was changed taken out of the signature. */
  digests_out: (task) => changed(task, [...EVERYWHERE, withoutDigests]),
  /** The page changed, and signed anew by somebody. */
  page_resigned: (task) => changed(task, [inPage, signedAnew]),
  /** Everything changed, and signed anew by somebody. */
  resigned: (task) => changed(task, [...EVERYWHERE, signedAnew]),
} as const satisfies Record<string, Forge>;
export type OfdMethod = keyof typeof OFD_METHODS;

export const OFD_INNOCENT = {
  as_issued: async (ofd) => ofd,
  /** Packed anew, as archives do. */
  repacked: async (ofd) => packed(await unpacked(ofd)),
  /** A note beside the form, as viewers let people write. */
  noted: async (ofd) => {
    const parts = await unpacked(ofd);
    annotate(parts, text(9100, [20, 132, 60, 4], '已报销 2025-03-18 100.00'));
    return packed(parts);
  },
} as const satisfies Record<string, (ofd: Uint8Array) => Promise<Uint8Array>>;
export type OfdInnocent = keyof typeof OFD_INNOCENT;

type Parts = Map<string, string>;
/** Changes the parts; whether there was anything to change. */
type Change = (parts: Parts, task: OfdTask) => boolean;

async function changed(task: OfdTask, changes: readonly Change[]): Promise<Uint8Array | null> {
  const parts = await unpacked(task.ofd);
  // Not every part says every value: one of the changes is enough where there are several.
  const done = changes.map((change) => change(parts, task));
  const isNeeded = changes.map((change) => !(EVERYWHERE.includes(change) && changes.length > 1));
  return done.some(Boolean) && done.every((one, index) => one || isNeeded[index] === false)
    ? packed(parts)
    : null;
}

/** Part by part, one character a byte. */
async function unpacked(ofd: Uint8Array): Promise<Parts> {
  const parts: Parts = new Map();
  for (const entry of await zipReader().open(ofd))
    parts.set(entry.name, Buffer.from(await entry.read()).toString('latin1'));
  return parts;
}

const packed = (parts: Parts): Uint8Array =>
  zip([...parts].map(([name, data]) => ({ name, data: Buffer.from(data, 'latin1') })));

/** As it stands in a part. */
const utf8 = (text: string): string => Buffer.from(text).toString('latin1');

/** The last place where a value stands by itself. */
function replaced(parts: Parts, name: string, old: string, now: string): boolean {
  const part = parts.get(name);
  const at = part?.lastIndexOf(`>${utf8(old)}<`) ?? -1;
  if (part === undefined || at === -1) return false;
  parts.set(name, part.slice(0, at + 1) + utf8(now) + part.slice(at + 1 + utf8(old).length));
  return true;
}

const inPage: Change = (parts, { old, now }) => replaced(parts, PAGE, old, now);
/** Without the sign of the currency, which only pages have. */
const inside =
  (name: string): Change =>
  (parts, { old, now }) =>
    replaced(parts, name, old.replace('¥', ''), now.replace('¥', ''));
const EVERYWHERE: readonly Change[] = [inPage, inside(ORIGINAL), inside('OFD.xml')];

interface Placed {
  readonly whole: string;
  readonly id: string;
  readonly boundary: readonly [number, number, number, number];
}

/** The object of the page that says a text, the last one. */
function objectOf(parts: Parts, said: string): Placed | null {
  const objects = (parts.get(PAGE) ?? '').match(/<ofd:TextObject.*?<\/ofd:TextObject>/gu) ?? [];
  const whole = objects.findLast((one) => one.includes(`>${utf8(said)}<`));
  const [, id = '', x, y, width, height] =
    /ID="(\d+)" Boundary="([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)"/u.exec(whole ?? '') ?? [];
  if (whole === undefined) return null;
  return { whole, id, boundary: [Number(x), Number(y), Number(width), Number(height)] };
}

/** White over the old value, and the new one on it. */
function over(parts: Parts, { old, now }: OfdTask): string | null {
  const place = objectOf(parts, old);
  if (place === null) return null;
  const [x, y, width, height] = place.boundary;
  const white = `<ofd:PathObject ID="9201" Boundary="${x} ${y} ${width} ${height}" Fill="true" Stroke="false"><ofd:FillColor Value="255 255 255"/><ofd:AbbreviatedData>M 0 0 L ${width} 0 L ${width} ${height} L 0 ${height} C</ofd:AbbreviatedData></ofd:PathObject>`;
  return white + text(9202, place.boundary, now);
}

const text = (
  id: number,
  [x, y, width, height]: readonly [number, number, number, number],
  said: string,
): string =>
  `<ofd:TextObject ID="${id}" Boundary="${x} ${y} ${width} ${height}" Font="3" Size="${height}"><ofd:TextCode X="0" Y="${height * 0.88}" DeltaX="g ${said.length - 1} ${height * 0.5}">${utf8(said)}</ofd:TextCode></ofd:TextObject>`;

const onPage: Change = (parts, task) => {
  const more = over(parts, task);
  if (more === null) return false;
  parts.set(PAGE, (parts.get(PAGE) ?? '').replace('</ofd:Layer>', `${more}</ofd:Layer>`));
  return true;
};

const byAnnotation: Change = (parts, task) => {
  const more = over(parts, task);
  if (more !== null) annotate(parts, more);
  return more !== null;
};

function annotate(parts: Parts, objects: string): void {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  const ofd = 'xmlns:ofd="http://www.ofdspec.org/2016"';
  const document = parts.get('Doc_0/Document.xml') ?? '';
  const page = /<ofd:Page ID="(\d+)"/u.exec(document)?.[1] ?? '';
  parts.set(
    'Doc_0/Document.xml',
    document.replace(
      '</ofd:Document>',
      '<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>',
    ),
  );
  parts.set(
    'Doc_0/Annots/Annotations.xml',
    `${head}<ofd:Annotations ${ofd}><ofd:Page PageID="${page}"><ofd:FileLoc>Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>`,
  );
  parts.set(
    'Doc_0/Annots/Annotation.xml',
    `${head}<ofd:PageAnnot ${ofd}><ofd:Annot ID="9300" Type="Stamp"><ofd:Appearance Boundary="0 0 210 140">${objects}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>`,
  );
}

/** The tag names another object, which says the new value where nobody looks: beside the page. */
const inTags: Change = (parts, { old, now }) => {
  const place = objectOf(parts, old);
  const tags = parts.get(TAGS) ?? '';
  if (place === null || !tags.includes(`>${place.id}<`)) return false;
  parts.set(TAGS, tags.replace(`>${place.id}<`, '>9400<'));
  const beside = text(9400, [-60, -20, 40, 3], now.replace('¥', ''));
  parts.set(PAGE, (parts.get(PAGE) ?? '').replace('</ofd:Layer>', `${beside}</ofd:Layer>`));
  return true;
};

const isSigned = (parts: Parts): boolean => [...parts.keys()].some((name) => SIGNS.test(name));

const withoutParts: Change = (parts) => {
  const had = isSigned(parts);
  for (const name of [...parts.keys()]) if (SIGNS.test(name)) parts.delete(name);
  return had;
};

const withoutSignatures: Change = (parts, task) => {
  const root = parts.get('OFD.xml') ?? '';
  parts.set('OFD.xml', root.replace(/<ofd:Signatures>.*?<\/ofd:Signatures>/u, ''));
  return withoutParts(parts, task);
};

const withoutDigests: Change = (parts) => {
  const name = 'Doc_0/Signs/Sign_0/Signature.xml';
  const signature = parts.get(name);
  if (signature === undefined) return false;
  parts.set(
    name,
    signature.replaceAll(
      /<ofd:Reference FileRef="\/(?:OFD\.xml|Doc_0\/(?:Pages|Attachs)[^"]*)">.*?<\/ofd:Reference>/gu,
      '',
    ),
  );
  return true;
};

const signedAnew: Change = (parts) => {
  if (!isSigned(parts)) return false;
  for (const name of [...parts.keys()]) if (SIGNS.test(name)) parts.delete(name);
  const left = [...parts].map(([name, data]): [string, Uint8Array] => [name, Buffer.from(data, 'latin1')]);
  for (const [name, data] of ofdSignature(left)) parts.set(name, Buffer.from(data).toString('latin1'));
  return true;
};
