import QRCode from 'qrcode';
import { expect, test } from 'vitest';
import { type Decoder, jsqr, zbar, zxing } from '../../../src/adapters/codes/decoders.js';
import type { Grey } from '../../../src/adapters/codes/grey.js';

function code(text: string, mirror: 'upright' | 'upside-down'): Grey {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const module = 5;
  const side = (modules.size + 8) * module;
  const data = new Uint8Array(side * side).fill(255);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const [row, column] = [Math.floor(y / module) - 4, Math.floor(x / module) - 4];
      const inside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
      if (inside && modules.get(row, column))
        data[mirror === 'upright' ? y * side + x : data.length - 1 - (y * side + x)] = 0;
    }
  return { data, width: side, height: side };
}

const decoders: [string, Decoder][] = [
  ['zxing', zxing],
  ['zbar', zbar],
  ['jsqr', jsqr],
];

// All three must tell the corners the same way, or a page would be turned by one and not by another.
test.each(decoders)('%s: text, and corners from the top left clockwise', async (name, decode) => {
  const [upright] = await decode(code('01,10,044001900111,12345678,99.00,20240101,,', 'upright'));
  expect(upright).toMatchObject({ text: '01,10,044001900111,12345678,99.00,20240101,,', decoder: name });
  const [a, b, c, d] = upright?.corners ?? expect.fail();
  expect(a.x < b.x && a.y < d.y && b.y < c.y && d.x < c.x).toBe(true);
  const [turned] = await decode(code('upside down', 'upside-down'));
  const [e, f, g, h] = turned?.corners ?? expect.fail();
  expect(e.x > f.x && e.y > h.y && f.y > g.y && h.x > g.x).toBe(true);
});
