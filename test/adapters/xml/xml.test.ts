import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gbkBytes } from '../../../samples/draw/einvoice-xml.js';
import { randomFor } from '../../../samples/truth/random.js';
import { xmlReader } from '../../../src/adapters/xml/xml.js';
import { FILE_LIMITS } from '../../../src/document/file-kind.js';
import { RefusalError } from '../../../src/document/refusal.js';
import { BUDGETS } from '../../../src/pipeline/budgets.js';

const { parse } = xmlReader();
const utf8 = (text: string) => new TextEncoder().encode(text);
const parsed = (text: string) => parse(utf8(text));
const refused = (code: string) => expect.objectContaining({ refusal: expect.objectContaining({ code }) });
const FILES = new URL('../../../samples/files/', import.meta.url);
const SAMPLES = readdirSync(FILES).filter((name) => name.endsWith('.xml'));

/** Enough Chinese for an encoding to be told from damage. */
const CHINESE = '虚构蜃楼贸易有限公司开具的发票，购买方为样例木牛物流有限公司';

test('a tree of names without prefix, attributes and text; CDATA and the five entities are text', () => {
  const tree = parsed(
    '<?xml version="1.0"?>\n<f:a xmlns:f="urn:x" f:k="1" k="2"> one <b><![CDATA[<c>]]> &amp; &#x4e2d;</b>two<!-- no --></f:a>',
  );
  expect(tree).toEqual({
    name: 'a',
    attributes: { f: 'urn:x', k: '2' },
    text: 'one two',
    children: [{ name: 'b', attributes: {}, text: '<c> & 中', children: [] }],
  });
});

describe('encodings', () => {
  const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><a>${CHINESE}</a>`;
  const wide = (text: string, little: boolean) => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
    return little ? bytes : bytes.swap16();
  };

  test.each<[string, Uint8Array]>([
    ['UTF-8', utf8(declared('UTF-8'))],
    ['UTF-8 with BOM', utf8(`\ufeff${declared('utf-8')}`)],
    ['nothing declared', utf8(`<a>${CHINESE}</a>`)],
    ['GBK', gbkBytes(declared('GBK'))],
    ['gb2312', gbkBytes(declared('gb2312'))],
    ['GB18030', gbkBytes(declared("GB18030' standalone='yes").replaceAll('"', "'"))],
    ['UTF-16, low byte first', wide(declared('UTF-16'), true)],
    ['UTF-16, high byte first', wide(declared('UTF-16'), false)],
    ['GBK declared, UTF-8 written', utf8(declared('GBK'))],
    ['UTF-8 declared, GBK written', gbkBytes(declared('UTF-8'))],
    ['an empty line before the declaration', utf8(`\r\n${declared('UTF-8')}`)],
  ])('%s', (_name, bytes) => {
    expect(parse(bytes).text).toBe(CHINESE);
  });

  test('a byte that is damaged is not guessed at', () => {
    const bytes = utf8(declared('UTF-8'));
    bytes[60] = 0xff;
    expect(() => parse(bytes)).toThrow(refused('damaged_file'));
  });

  test.each(['EBCDIC-CP-US', 'constructor'])('an encoding that no issuer writes is refused: %s', (name) => {
    expect(() => parsed(`<?xml version="1.0" encoding="${name}"?><a/>`)).toThrow(refused('damaged_file'));
  });
});

describe('what means no good', () => {
  test.each([
    ['a DOCTYPE', '<!DOCTYPE a><a/>', 'unsafe_xml'],
    [
      'an entity from outside',
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
      'unsafe_xml',
    ],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1/x"> %b;]><a/>', 'unsafe_xml'],
    ['an entity nobody declared', '<a>&b;</a>', 'damaged_file'],
    ['elements crossed', '<a><b></a></b>', 'damaged_file'],
    ['two roots', '<a/><b/>', 'damaged_file'],
    ['no root', '<?xml version="1.0"?>', 'damaged_file'],
    ['a control character', '<a>\u0001</a>', 'damaged_file'],
    [
      'too deep a nest',
      `${'<a>'.repeat(BUDGETS.xmlDepth + 1)}${'</a>'.repeat(BUDGETS.xmlDepth + 1)}`,
      'damaged_file',
    ],
    ['too many elements', `<a>${'<b/>'.repeat(BUDGETS.xmlElements)}</a>`, 'too_large'],
    [
      'too many attributes',
      `<a>${'<b c="" d="" e="" f=""/>'.repeat(BUDGETS.xmlElements / 5)}</a>`,
      'too_large',
    ],
  ])('%s', (_name, xml, code) => {
    expect(() => parsed(xml)).toThrow(refused(code));
  });

  test('as deep as allowed is read', () => {
    const xml = `${'<a>'.repeat(BUDGETS.xmlDepth)}${'</a>'.repeat(BUDGETS.xmlDepth)}`;
    expect(parsed(xml).name).toBe('a');
  });

  test('too many bytes are refused before they are decoded', () => {
    expect(() => parse(new Uint8Array(FILE_LIMITS.xml + 1))).toThrow(refused('too_large'));
  });

  test('names that mean something to JavaScript are names', () => {
    const tree = parsed('<__proto__ __proto__="1" constructor="2"/>');
    expect(Object.entries(tree.attributes)).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
  });
});

describe.each(SAMPLES)('%s', (name) => {
  const bytes = new Uint8Array(readFileSync(new URL(name, FILES)));

  test('cut off anywhere it is refused', () => {
    const random = randomFor(1, name);
    const whole = bytes.lastIndexOf('>'.charCodeAt(0));
    for (let round = 0; round < 20; round++) {
      expect(() => parse(bytes.subarray(0, random.whole(1, whole)))).toThrow(RefusalError);
    }
  });

  test('with a wrong byte it is read or refused, and nothing else', () => {
    const random = randomFor(2, name);
    for (let round = 0; round < 200; round++) {
      const broken = bytes.slice();
      broken[random.whole(0, bytes.length - 1)] = random.whole(0, 255);
      try {
        expect(typeof parse(broken).name).toBe('string');
      } catch (error) {
        expect(error).toBeInstanceOf(RefusalError);
      }
    }
  });
});
