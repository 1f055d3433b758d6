import { expect, test } from 'vitest';
import { isMeantAsPlate, plateOf } from '../../../src/pipeline/extract/shapes.js';

test.each([
  ['川A6860W', '川A6860W', false],
  ['沪AD12345', '沪AD12345', false],
  ['粤B·1234挂', '粤B1234挂', false],
  ['川IA6860W', '川A6860W', true],
  ['浙|B9555X', '浙B9555X', true],
  ['京B843OX', '京B8430X', true],
])('%s is the plate %s', (text, value, repaired) => {
  expect(plateOf(text)).toEqual({ value, repaired });
});

test.each(['川A686', '川66860W', '川AA6860W12', '某轮8号', ''])('%s is no plate', (text) => {
  expect(plateOf(text)).toBeNull();
});

test('tells a plate misread from the name of a vessel', () => {
  expect([isMeantAsPlate('川66860W'), isMeantAsPlate('宁海8号')]).toEqual([true, false]);
});
