/** ASN.1 as far as signatures need it, over asn1js: nothing here throws for what a file holds. */
import { BaseBlock, fromBER, ObjectIdentifier } from 'asn1js';
import { parseMoment } from '../../invoice/dates.js';
import { BUDGETS } from '../../pipeline/budgets.js';

export type Block = BaseBlock;

/** One element and what is in it; `null` where the bytes are no ASN.1, or past the budgets. */
export function parse(bytes: Uint8Array): Block | null {
  try {
    // A copy of its own: the library keeps views into what it is given.
    const { result, offset } = fromBER(new Uint8Array(bytes), {
      maxContentLength: BUDGETS.signedValue.bytes,
      maxNodes: BUDGETS.signedValue.nodes,
      maxDepth: BUDGETS.signedValue.depth,
      parseEmbedded: false,
    });
    return offset === -1 ? null : result;
  } catch (error) {
    // The library throws for times and numbers whose octets are none.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** The elements of a constructed one; none of any other. */
export function partsOf(block: Block | null | undefined): readonly Block[] {
  // Object identifiers have a list as well: of their numbers.
  if (!block?.idBlock.isConstructed || !('value' in block.valueBlock)) return [];
  const { value } = block.valueBlock;
  return Array.isArray(value) ? value.filter((part) => part instanceof BaseBlock) : [];
}

/** Universal tags, as far as they are asked for. */
export const TAG = {
  integer: 2,
  bits: 3,
  octets: 4,
  oid: 6,
  sequence: 16,
  set: 17,
  utcTime: 23,
  time: 24,
} as const;

const UNIVERSAL = 1;
const CONTEXT = 3;

export const isA = (block: Block | null | undefined, tag: number): block is Block =>
  block !== null &&
  block !== undefined &&
  block.idBlock.tagClass === UNIVERSAL &&
  block.idBlock.tagNumber === tag;

/** Whether it is `[number]`. */
export const isTagged = (block: Block | null | undefined, number: number): block is Block =>
  block !== null &&
  block !== undefined &&
  block.idBlock.tagClass === CONTEXT &&
  block.idBlock.tagNumber === number;

/** The element as it stands in the file, header included: what signatures are made over. */
export const encoded = (block: Block): Uint8Array => block.valueBeforeDecodeView;

/** What stands after the header of a primitive element, or all pieces of one that was cut into several. */
export function contentOf(block: Block): Uint8Array {
  const parts = partsOf(block);
  if (parts.length > 0) return Buffer.concat(parts.map(contentOf));
  return encoded(block).subarray(block.idBlock.blockLength + block.lenBlock.blockLength);
}

/** The octets of a BIT STRING, whose first one counts the bits that are not used. */
export const bitsOf = (block: Block): Uint8Array => contentOf(block).subarray(1);

/** `1.2.3`; `null` of anything else. */
export const oidOf = (block: Block | null | undefined): string | null =>
  block instanceof ObjectIdentifier ? block.valueBlock.toString() : null;

/** Bytes of one character each, UTF-8, or UTF-16 where the tag says so (BMPString). */
export function textOf(block: Block): string {
  const bytes = contentOf(block);
  return block.idBlock.tagNumber === 30
    ? new TextDecoder('utf-16be').decode(bytes)
    : new TextDecoder().decode(bytes);
}

/** Of a time element; two digits of a year from 50 on are the last century's (X.509). */
export function timeOf(block: Block | null | undefined): string | null {
  if (isA(block, TAG.time)) return parseMoment(textOf(block));
  if (!isA(block, TAG.utcTime)) return null;
  const text = textOf(block);
  return parseMoment(`${Number(text.slice(0, 2)) >= 50 ? '19' : '20'}${text}`);
}
