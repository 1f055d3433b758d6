/** DER, written: what certificates and signed values of our own are made of. */
const bytesOf = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** One element: its tag's octet, its length, its content. */
export function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = bytesOf(...parts);
  if (body.length < 0x80) return bytesOf(Uint8Array.of(tag, body.length), body);
  const size: number[] = [];
  for (let rest = body.length; rest > 0; rest = Math.floor(rest / 256)) size.unshift(rest % 256);
  return bytesOf(Uint8Array.of(tag, 0x80 | size.length, ...size), body);
}

const text = (content: string) => new TextEncoder().encode(content);

export const sequence = (...parts: readonly Uint8Array[]) => element(0x30, ...parts);
export const setOf = (...parts: readonly Uint8Array[]) => element(0x31, ...parts);
/** `[number]`, constructed. */
export const tagged = (number: number, ...parts: readonly Uint8Array[]) => element(0xa0 + number, ...parts);
export const octets = (content: Uint8Array) => element(0x04, content);
export const bits = (content: Uint8Array) => element(0x03, Uint8Array.of(0), content);
export const utf8 = (content: string) => element(0x0c, text(content));
export const ia5 = (content: string) => element(0x16, text(content));
/** `20240528101112Z` */
export const time = (content: string) => element(0x18, text(content));
export const nothing = () => element(0x05);

/** A whole number that is not negative, from its octets or as it is. */
export function integer(value: number | Uint8Array): Uint8Array {
  const given = typeof value === 'number' ? Uint8Array.of(value) : value;
  let from = 0;
  while (from < given.length - 1 && given[from] === 0) from++;
  const plain = given.subarray(from);
  return element(0x02, ...((plain[0] ?? 0) >= 0x80 ? [Uint8Array.of(0)] : []), plain);
}

/** `1.2.156.10197.1.501` */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octetsOf = (arc: number): number[] => {
    const digits = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift(0x80 | (left % 128));
    return digits;
  };
  return element(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(octetsOf)));
}
