/** Trees as XML 1.0 text in UTF-8, whatever their strings hold. */

/** An element: attributes that are `null` or absent are left out; a string is its text, `null` children are left out. */
export interface XmlTree {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  readonly content?: string | Iterable<XmlTree | null>;
  /** Elements straight after a text, with no white space between that would become part of it. */
  readonly after?: readonly XmlTree[];
}

/**
 * The document piece by piece. Characters that XML 1.0 cannot hold (control characters, halves of surrogate pairs,
 * U+FFFE and U+FFFF) become U+FFFD; everything else comes back as it went in, line ends and spaces in attributes too.
 */
export function* xmlText(root: XmlTree): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield* elementText(root, '');
}

function* elementText(
  { name, attributes = {}, content = '', after = [] }: XmlTree,
  indent: string,
): Generator<string> {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [` ${key}="${escaped(String(value))}"`],
  );
  const start = `${indent}<${name}${given.join('')}`;
  if (typeof content === 'string') {
    const behind = after.map((child) => [...elementText(child, '')].join('').trimEnd()).join('');
    const inner = `${escaped(content)}${behind}`;
    yield inner === '' ? `${start}/>\n` : `${start}>${inner}</${name}>\n`;
    return;
  }
  yield `${start}>\n`;
  for (const child of content) if (child !== null) yield* elementText(child, `${indent} `);
  yield `${indent}</${name}>\n`;
}

/** XML 1.0, production Char; halves of surrogate pairs match by the `u` flag. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** A parser makes a line feed of a carriage return, and a space of any white space in an attribute: those are written as numbers. */
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const escaped = (text: string): string =>
  text
    .replace(FORBIDDEN, '\uFFFD')
    .replace(/[&<>"\t\n\r]/g, (character) => REFERENCES[character] ?? character);
