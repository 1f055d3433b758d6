/** Names of goods as they must be printed: `*短税收分类名*商品名` (DOMAIN 6.2). */

/** A short class between asterisks, then the name proper. */
const CLASSED = /^\*[^*]{1,16}\*[^*]/u;

/** Whether a name carries its class as the forms print it. */
export const isClassed = (name: string): boolean => CLASSED.test(name);

/** What OCR takes asterisks for, at the start of a name and within it. */
const FIRST = /^[“”"'‘’「『【＊※×](?=\p{Script=Han}{2})/u;
const SECOND = /^\*(\p{Script=Han}[\p{Script=Han}、()]{1,14})[“”"'‘’＊※×](?=[\p{L}\d])/u;

/** Somebody's own quotation marks. */
const QUOTED = /^(?:“[^“”]+”|‘[^‘’]+’|「[^「」]+」|『[^『』]+』|【[^【】]+】)/u;

/**
 * A name with what stands for its two asterisks set right, without a character of the margin's before them, and with
 * the first asterisk where a box cut it off: a class is never closed that was not opened. Other names stay as read.
 */
export function goodsName(read: string): string {
  if (QUOTED.test(read)) return read;
  const [, bare] = /^[^*\s]{1,2}(\*[^*]{2,16}\*[^*].*)$/u.exec(read) ?? [];
  const [, cut] = /^(\p{Script=Han}[\p{Script=Han}、()]{1,14}\*\p{Script=Han}.*)$/u.exec(read) ?? [];
  const opened = bare ?? (cut === undefined ? read.replace(FIRST, '*') : `*${cut}`);
  const closed = opened.replace(SECOND, '*$1*');
  return isClassed(closed) ? closed : read;
}
