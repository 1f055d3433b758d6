/** Text of an OFD under what was painted over it. */
import { expect, test } from 'vitest';
import { onePage } from './make.js';

const text = (id: number, said: string) =>
  `<TextObject ID="${id}" Font="3" Boundary="20 10 40 6" Size="4"><TextCode X="1" Y="4" DeltaX="g 5 2">${said}</TextCode></TextObject>`;
const shape = (boundary: string, more: string, data: string) =>
  `<PathObject ID="9" Boundary="${boundary}" Fill="true" Stroke="false" ${more}><FillColor Value="255 255 255"/><AbbreviatedData>${data}</AbbreviatedData></PathObject>`;
const WHITE = shape('20 10 40 6', '', 'M 0 0 L 40 0 L 40 6 L 0 6 C');

const textsOn = async (body: string, annotation = '') => {
  const more = {
    'Doc/Annots.xml': '<Annotations><Page PageID="7"><FileLoc>One.xml</FileLoc></Page></Annotations>',
    'Doc/One.xml': `<PageAnnot><Annot><Appearance Boundary="0 0 100 50">${annotation}</Appearance></Annot></PageAnnot>`,
  };
  const { lines, hidden } = await onePage(body, more, '<Annotations>Annots.xml</Annotations>');
  return [lines, hidden].map((each) => each.map((line) => line.text));
};

test('what a white shape covers is hidden, and what is set on it is seen', async () => {
  expect(await textsOn(text(1, '900.00') + WHITE + text(2, '100.00'))).toEqual([['100.00'], ['900.00']]);
  expect(await textsOn(text(1, '900.00'), WHITE + text(2, '100.00'))).toEqual([['100.00'], ['900.00']]);
});

test('a number of which one figure is covered is told whole', async () => {
  const figure = shape('20 10 2.8 6', '', 'M 0 0 L 2.8 0 L 2.8 6 L 0 6 C');
  expect(await textsOn(text(1, '900.00') + figure)).toEqual([['00.00'], ['900.00']]);
});

test('a shape behind the text, one that lets it through, a round one and a rule hide nothing', async () => {
  const seen = [['900.00'], []];
  expect(await textsOn(WHITE + text(1, '900.00'))).toEqual(seen);
  for (const cover of [
    shape('20 10 40 6', 'Alpha="120"', 'M 0 0 L 40 0 L 40 6 L 0 6 C'),
    shape('20 10 40 6', '', 'M 0 0 B 10 0 40 0 40 6 C'),
    shape('20 12.5 40 0.4', '', 'M 0 0 L 40 0 L 40 0.4 L 0 0.4 C'),
  ])
    expect(await textsOn(text(1, '900.00') + cover)).toEqual(seen);
});
