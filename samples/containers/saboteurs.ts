/** ZIPs, mails and pictures that mean no good, of a few KB each. */
import type { Saboteur } from '../saboteur.js';
import { link, zip } from '../zip.js';

const text = (content: string) => new TextEncoder().encode(content);

/** Multiparts in multiparts, none of which ends. */
function nestedMail(depth: number): Uint8Array {
  const parts = Array.from(
    { length: depth },
    (_, level) => `--b${level}\r\nContent-Type: multipart/mixed; boundary=b${level + 1}\r\n\r\n`,
  );
  const head =
    'From: nobody@example.test\r\nTo: nobody@example.test\r\nSubject: parts\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n';
  return text(head + parts.join(''));
}

/** A bitmap whose header asks for more pixels than there are bytes on most machines. */
function vastBmp(side: number): Uint8Array {
  const header = Buffer.alloc(70);
  header.write('BM', 'latin1');
  header.writeUInt32LE(header.length, 2);
  header.writeUInt32LE(54, 10); // where the pixels begin
  header.writeUInt32LE(40, 14); // BITMAPINFOHEADER
  header.writeUInt32LE(side, 18);
  header.writeUInt32LE(side, 22);
  header.writeUInt16LE(1, 26); // planes
  header.writeUInt16LE(24, 28); // bits a pixel
  return header;
}

/** `xml` is what they pretend to carry. */
export function hostileContainers(xml: Uint8Array): Saboteur[] {
  const one = { name: 'invoice.xml', data: xml };
  const within = zip([{ name: 'inner.zip', data: zip([one]) }]);
  return [
    {
      file: 'deep.zip',
      refusal: 'too_deep',
      note: 'a ZIP in a ZIP in a ZIP',
      bytes: zip([{ name: 'middle.zip', data: within }]),
    },
    {
      file: 'encrypted.zip',
      refusal: 'encrypted_zip',
      note: 'its member asks for a password',
      bytes: zip([{ ...one, encrypted: true }]),
    },
    {
      file: 'lying-size.zip',
      refusal: 'damaged_file',
      note: 'its member inflates to more than the directory says',
      bytes: zip([{ ...one, saidSize: 10 }]),
    },
    {
      file: 'link.zip',
      refusal: 'nothing_inside',
      note: 'a link to a file of the reading machine, which is never followed',
      bytes: zip([link('invoice.xml', '/etc/hostname')]),
    },
    {
      file: 'nested.eml',
      refusal: 'damaged_file',
      note: 'a hundred multiparts, each in the one before',
      bytes: nestedMail(100),
    },
    {
      file: 'vast.bmp',
      refusal: 'too_many_pixels',
      note: 'a header that says 65536×65536 pixels',
      bytes: vastBmp(65_536),
    },
  ];
}
