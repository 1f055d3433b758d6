import { describe, expect, it } from 'vitest';
import { sheetOf } from '../forms.js';
import { toldBy } from './told.js';

/** An itinerary whose passenger's number was read so. */
const read = (number: string) =>
  toldBy(
    sheetOf(
      [
        ['航空运输电子客票行程单', 60, 5, 5],
        ['旅客姓名', 10, 20],
        ['有效身份证件号码', 60, 20],
        ['签注', 120, 20],
        ['甄实', 10, 27],
        [number, 60, 27],
      ],
      { source: 'ocr:paddle', score: 0.95, width: 180, height: 90 },
    ),
  );

describe('the masked number of a traveller', () => {
  it('is taken as it is printed', () => {
    const told = read('1101011990****201X');
    expect([told.value('passengerId'), told.channel('passengerId')]).toEqual(['1101011990****201X', 'label']);
  });

  it.each(['11010119907****201X', '1101011990***201x'])(
    'says so where it had to be set right: %s',
    (number) => {
      const told = read(number);
      expect([told.value('passengerId'), told.channel('passengerId')]).toEqual([
        '1101011990****201X',
        'repair',
      ]);
    },
  );
});
