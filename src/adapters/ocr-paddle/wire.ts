/** Protocol Buffers' wire format, as far as ONNX files use it (protobuf.dev, "Encoding"). */

type Bytes = Uint8Array<ArrayBufferLike>;

/** One field of a message, undecoded. */
export interface Field {
  readonly number: number;
  /** What a varint says; 0 for others. Inexact above 2^53, which only negative numbers reach. */
  readonly value: number;
  /** What is inside a field of any other kind. */
  readonly inside: Bytes;
  /** The field with its key, to be copied as it is. */
  readonly whole: Bytes;
}

const VARINT = 0;
const EIGHT_BYTES = 1;
const LENGTH_FIRST = 2;
const FOUR_BYTES = 5;

/** The fields of a message in their order. Throws where the bytes are no message. */
export function fieldsOf(message: Bytes): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < message.length; ) {
    const start = at;
    const key = varintAt(message, at);
    at = key.end;
    const wire = key.value % 8;
    let value = 0;
    let length = 0;
    if (wire === VARINT || wire === LENGTH_FIRST) {
      const read = varintAt(message, at);
      at = read.end;
      if (wire === VARINT) value = read.value;
      else length = read.value;
    } else if (wire === FOUR_BYTES) length = 4;
    else if (wire === EIGHT_BYTES) length = 8;
    else throw new Error(`no such kind of field: ${wire}`);
    if (at + length > message.length) throw new Error('the message ends within a field');
    const inside = message.subarray(at, at + length);
    at += length;
    fields.push({ number: Math.floor(key.value / 8), value, inside, whole: message.subarray(start, at) });
  }
  return fields;
}

/** Numbers written one after the other. */
export function packedNumbers(bytes: Bytes): number[] {
  const numbers: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { value, end } = varintAt(bytes, at);
    numbers.push(value);
    at = end;
  }
  return numbers;
}

function varintAt(bytes: Bytes, start: number): { value: number; end: number } {
  let value = 0;
  let worth = 1;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    value += (byte % 128) * worth;
    if (byte < 128) return { value, end: at + 1 };
    worth *= 128;
  }
  throw new Error('the message ends within a number');
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

/** A field that holds a number, not negative. */
export const numberField = (number: number, value: number): Bytes =>
  Uint8Array.from([...varint(number * 8 + VARINT), ...varint(value)]);

/** A field that holds a 32-bit floating point number. */
export const floatField = (number: number, value: number): Bytes =>
  joined([Uint8Array.from(varint(number * 8 + FOUR_BYTES)), bytesOfFloats(Float32Array.of(value))]);

/** A field that holds bytes, text or a message. */
export const bytesField = (number: number, inside: Bytes | string): Bytes => {
  const bytes = typeof inside === 'string' ? new TextEncoder().encode(inside) : inside;
  return joined([Uint8Array.from([...varint(number * 8 + LENGTH_FIRST), ...varint(bytes.length)]), bytes]);
};

export const joined = (parts: readonly Bytes[]): Bytes => Buffer.concat(parts);

/** ONNX wants the little end first, as every machine has it that the runtime is built for. */
export const bytesOfFloats = (floats: Float32Array): Bytes =>
  new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);

/** A copy, since a message's bytes lie at any address. */
export const floatsOf = (bytes: Bytes): Float32Array => new Float32Array(Uint8Array.from(bytes).buffer);
