/** Whatever a field holds, the XML is well-formed, and a reader gets back what went in. */
import { describe, expect, it } from 'vitest';
import { xmlReader } from '../../../src/adapters/xml/xml.js';
import { xmlText } from '../../../src/http/export/xml.js';

const written = (text: string) => {
  const xml = [...xmlText({ name: 'a', attributes: { b: text, c: null, d: 0 }, content: text })].join('');
  return xmlReader().parse(new TextEncoder().encode(xml));
};

describe('XML text', () => {
  it.each([
    ['markup', '<b attr="x">&amp; ]]> <!-- --> <?pi?> <![CDATA[ &lt; &#0; \''],
    ['white space', 'a\tb\nc\rd\r\ne  f'],
    ['scripts beyond the first plane', '𠮷野家 😀 \u{10ffff}'],
    ['the edges of what is allowed', 'x\u0085\u2028\ud7ff\ue000\ufffdy'],
  ])('keeps %s', (_name, text) => {
    expect(written(text)).toMatchObject({ text, attributes: { b: text, d: '0' } });
  });

  it.each([
    ['control characters', 'a\0b\u0001c\u000bd\u001fe', 'a�b�c�d�e'],
    ['halves of surrogate pairs', 'a\ud800b\udc00c', 'a�b�c'],
    ['halves in the wrong order', 'a\udc00\ud800b', 'a��b'],
    ['what is no character', 'a\uffffb\ufffec', 'a�b�c'],
  ])('replaces %s', (_name, text, kept) => {
    expect(written(text)).toMatchObject({ text: kept, attributes: { b: kept } });
  });

  it('keeps a text as it is before elements that follow it', () => {
    const tree = {
      name: 'a',
      content: '请核对 ',
      after: [{ name: 'b', attributes: { c: 1 } }, { name: 'd' }],
    };
    expect([...xmlText(tree)].join('')).toContain('<a>请核对 <b c="1"/><d/></a>');
  });

  it('leaves out attributes and children that are not there', () => {
    const tree = { name: 'a', attributes: { b: undefined }, content: [null, { name: 'c' }] };
    expect([...xmlText(tree)].join('')).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a>\n <c/>\n</a>\n');
  });
});
