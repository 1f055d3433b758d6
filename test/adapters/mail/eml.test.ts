import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { mailReader } from '../../../src/adapters/mail/mail.js';
import { BUDGETS } from '../../../src/pipeline/budgets.js';

const { open } = mailReader();
const refused = (code: string) => ({ refusal: { code } });
const PDF = Buffer.from('%PDF-1.7 not much of one');

/** A mail of parts between boundaries; lines end as on the wire. */
function mail(parts: readonly (readonly string[])[], type = 'multipart/mixed; boundary="=_b"'): Buffer {
  const head = ['From: a@example.com', 'MIME-Version: 1.0', `Content-Type: ${type}`, '', 'preamble'];
  const lines = [...head, ...parts.flatMap((part) => ['--=_b', ...part]), '--=_b--', 'epilogue', ''];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}
const pdfPart = (...headers: string[]) => [
  ...headers,
  'Content-Transfer-Encoding: base64',
  '',
  PDF.toString('base64'),
];
const namesOf = async (bytes: Uint8Array) => (await open(bytes)).map(({ name }) => name);

test('a mail as programs write it: texts are left out, attachments and pictures in the text come', async () => {
  const MailComposer = createRequire(import.meta.url)('nodemailer/lib/mail-composer');
  const bytes: Buffer = await new MailComposer({
    from: 'a@example.com',
    subject: '发票',
    text: 'see attached',
    html: '<p>see <img src="cid:1"></p>',
    attachments: [
      { filename: '电子发票（普通）与清单，名字很长很长很长很长很长很长很长很长很长.pdf', content: PDF },
      { filename: 'logo.png', content: Buffer.from([1, 2, 3]), cid: '1' },
      { filename: 'a.xml', content: '<EInvoice>é</EInvoice>', contentTransferEncoding: 'quoted-printable' },
    ],
  })
    .compile()
    .build();
  const files = await open(bytes);
  expect(files.map(({ name, inline }) => [name, inline])).toEqual([
    ['logo.png', true],
    ['电子发票（普通）与清单，名字很长很长很长很长很长很长很长很长很长.pdf', false],
    ['a.xml', false],
  ]);
  const [logo, pdf, xml] = files.map((file) => Buffer.from(file.bytes));
  expect([logo, pdf, xml?.toString()]).toEqual([Buffer.from([1, 2, 3]), PDF, '<EInvoice>é</EInvoice>']);
});

const gbk = Buffer.from([0xb7, 0xa2, 0xc6, 0xb1]); // 发票

test.each([
  ['encoded words in quotes', 'Content-Disposition: attachment; filename="=?GB2312?B?t6LGsQ==?=.pdf"'],
  ['encoded words without', 'Content-Disposition: attachment; filename==?utf-8?B?5Y+R56WoLnBkZg==?='],
  [
    'two encoded words, folded',
    'Content-Type: application/pdf;\r\n name="=?gbk?Q?=B7=A2?=\r\n =?gbk?Q?=C6=B1=2Epdf?="',
  ],
  [
    'encoded words that part a letter',
    'Content-Type: application/pdf; name="=?gbk?B?t6LG?= =?gbk?B?sS5wZGY=?="',
  ],
  ['RFC 2231', "Content-Disposition: attachment; filename*=UTF-8''%E5%8F%91%E7%A5%A8.pdf"],
  [
    'RFC 2231 in pieces',
    "Content-Disposition: attachment; filename*0*=gb18030''%B7%A2; filename*1*=%C6%B1.pdf",
  ],
  [
    'both, of which the right one counts',
    'Content-Disposition: attachment; filename="??.pdf"; filename*=UTF-8\'\'%E5%8F%91%E7%A5%A8.pdf',
  ],
  ['naked GBK', `Content-Disposition: attachment; filename="${gbk.toString('latin1')}.pdf"`],
  [
    'naked UTF-8',
    `Content-Disposition: attachment; filename="${Buffer.from('发票').toString('latin1')}.pdf"`,
  ],
  ['as in addresses', 'Content-Disposition: attachment; filename="%E5%8F%91%E7%A5%A8.pdf"'],
])('a name as %s', async (_how, header) => {
  expect(await namesOf(mail([pdfPart(header)]))).toEqual(['发票.pdf']);
});

test('what has no name gets one by its type; a mail in a mail is a file', async () => {
  const same = mail([pdfPart('Content-Type: application/pdf; name=inner.pdf')]);
  // With a boundary of its own, as any mail has.
  const inner = Buffer.from(same.toString('latin1').replaceAll('=_b', '=_inner').trimEnd(), 'latin1');
  const bytes = mail([
    pdfPart('Content-Type: image/jpeg'),
    pdfPart('Content-Type: application/octet-stream'),
    ['Content-Type: message/rfc822', '', inner.toString('latin1')],
    ['Content-Type: message/rfc822; name="=?utf-8?B?6L2s5Y+R?="', '', 'Subject: x', '', 'y'],
    pdfPart('Content-Type: text/plain', 'Content-Disposition: attachment; filename="invoice.xml"'),
    ['Content-Type: text/html', '', '<p>mine</p>'],
    ['', 'a part without any header is a text'],
  ]);
  const files = await open(bytes);
  expect(files.map(({ name }) => name)).toEqual([
    'attachment.jpg',
    'attachment.bin',
    'mail.eml',
    '转发.eml',
    'invoice.xml',
  ]);
  expect(Buffer.from(files[2]?.bytes ?? []).equals(inner)).toBe(true);
});

test('winmail.dat is a file like others, a digest is mails, signatures and resource forks are nobody’s', async () => {
  const odd = [
    'application/ms-tnef; name=winmail.dat',
    'application/pkcs7-signature; name=smime.p7s',
    'application/applefile; name=a.pdf',
  ];
  expect(await namesOf(mail(odd.map((type) => pdfPart(`Content-Type: ${type}`))))).toEqual(['winmail.dat']);
  expect(await namesOf(mail([['', 'Subject: x', '', 'y']], 'multipart/digest; boundary="=_b"'))).toEqual([
    'mail.eml',
  ]);
});

test('a mail that is nothing but a file', async () => {
  const bytes = Buffer.from(
    `MIME-Version: 1.0\nFrom: a\n${pdfPart('Content-Type: application/pdf; name=a.pdf').join('\n')}\n`,
  );
  const [file] = await open(bytes);
  expect([file?.name, Buffer.from(file?.bytes ?? [])]).toEqual(['a.pdf', PDF]);
});

test.each([
  ['filling in every line', 'base64', 'YQ==\r\nYmM=\r\nZA==', 'abcd'],
  ['letters that are none', 'base64', 'Y W\r\n*I--', 'ab'],
  ['no line ends', 'BASE64', 'YWJj', 'abc'],
  ['soft line breaks', 'quoted-printable', 'a=\r\nb= \r\nc=3D=3d', 'abc=='],
  ['equals signs that encode nothing', 'quoted-printable', 'a=zz =4 =', 'a=zz =4 '],
  ['nothing', '8bit', '\xff\x00\r\n--=_ no boundary', '\xff\x00\r\n--=_ no boundary'],
])('an encoding with %s', async (_name, encoding, body, expected) => {
  const part = ['Content-Type: application/pdf', `Content-Transfer-Encoding: ${encoding}`, '', body];
  const [file] = await open(mail([part]));
  expect(Buffer.from(file?.bytes ?? []).toString('latin1')).toBe(expected);
});

test('a mail cut off anywhere is read as far as it goes', async () => {
  const whole = mail([
    pdfPart('Content-Type: application/pdf; name=a.pdf'),
    pdfPart('Content-Type: application/pdf; name=b.pdf'),
  ]);
  for (let length = 0; length < whole.length; length += 7) {
    const files = await open(whole.subarray(0, length));
    for (const { bytes } of files) expect(PDF.subarray(0, bytes.length).equals(bytes)).toBe(true);
  }
});

test('parts within parts within parts, more parts than anybody attaches and endless headers are refused', async () => {
  const nested = Array.from(
    { length: 10_000 },
    (_, index) => `Content-Type: multipart/mixed; boundary=b${index}\n\n--b${index}\n`,
  );
  await expect(open(Buffer.from(nested.join('')))).rejects.toMatchObject(refused('damaged_file'));
  const many = Array.from({ length: BUDGETS.mail.parts + 1 }, () => ['', '']);
  await expect(open(mail(many))).rejects.toMatchObject(refused('damaged_file'));
  const long = [
    'Content-Type: application/pdf;',
    ...Array.from({ length: 5000 }, (_, index) => ` x${index}=aaaaaaaaa`),
    '',
    'x',
  ];
  await expect(open(mail([long]))).rejects.toMatchObject(refused('damaged_file'));
  // Such a head tells nothing about the content: it is passed over.
  const headed = Buffer.concat([
    Buffer.from('X-A: b\r\n'.repeat(300_000)),
    mail([pdfPart('Content-Type: application/pdf; name=a.pdf')]),
  ]);
  expect(await namesOf(headed)).toEqual(['a.pdf']);
});
