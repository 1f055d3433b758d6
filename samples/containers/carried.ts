/** The drawn samples as mailrooms get them: in ZIPs and mails, and as pages of a TIFF. */
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { zip } from '../zip.js';
import { compoundFile, message } from './compound.js';

export interface Carried {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Samples in it, by the names of their files, in their order. */
  readonly holds: readonly string[];
  readonly note: string;
}

/** 发票.zip/电子发票.pdf as Chinese Windows writes it: the names in GBK, and nothing that says so. */
const GBK_NAMES = {
  pdf: [0xb5, 0xe7, 0xd7, 0xd3, 0xb7, 0xa2, 0xc6, 0xb1, 0x2e, 0x70, 0x64, 0x66],
  xml: [0xb7, 0xa2, 0xc6, 0xb1, 0x5c, 0xd4, 0xad, 0xbc, 0xfe, 0x2e, 0x78, 0x6d, 0x6c],
};

/** `read` gives a committed sample by its name. */
export async function carried(read: (name: string) => Uint8Array): Promise<Carried[]> {
  const member = (name: string) => ({ name, data: read(name) });
  const one = ['digital-special.pdf', 'digital-special.ofd', 'digital-special.xml'];
  const two = ['digital-general-exempt.xml', 'vat-general-e-discount.ofd'];
  const nested = zip([member('digital-special-red.xml'), member('digital-general-exempt.ofd')]);
  const scans = ['vat-special-paper-scan.jpg', 'vat-special-e-grey.jpg'];
  return [
    {
      file: 'one-invoice.zip',
      bytes: zip(one.map(member)),
      holds: one,
      note: 'PDF, OFD and XML of one invoice',
    },
    {
      file: 'nested.zip',
      bytes: zip([
        { name: '三月/明细.zip', data: nested },
        { name: '__MACOSX/._a', data: Buffer.from('Mac') },
        { name: '三月/说明.txt', data: Buffer.from('hello') },
        ...two.map(member),
      ]),
      holds: ['digital-special-red.xml', 'digital-general-exempt.ofd', ...two],
      note: 'a ZIP in it, what a Mac puts beside files, and a text',
    },
    {
      file: 'gbk-names.zip',
      bytes: zip([
        { ...member('vat-special-e.pdf'), rawName: Buffer.from(GBK_NAMES.pdf) },
        { ...member('digital-general-mixed-rates-gbk.xml'), rawName: Buffer.from(GBK_NAMES.xml) },
      ]),
      holds: ['vat-special-e.pdf', 'digital-general-mixed-rates-gbk.xml'],
      note: 'names as Chinese Windows writes them',
    },
    {
      file: 'mail.eml',
      bytes: await mail(read),
      holds: ['vat-special-e-grey.jpg', ...two],
      note: 'two attachments, and a picture in the text beside a logo',
    },
    {
      file: 'outlook.msg',
      bytes: compoundFile(
        message(
          '发票',
          one.slice(0, 2).map((name) => ({ name, bytes: read(name) })),
        ),
      ),
      holds: one.slice(0, 2),
      note: 'saved by Outlook',
    },
    {
      file: 'two-pages.tiff',
      bytes: await pages(scans.map(read)),
      holds: scans,
      note: 'two scans in one file',
    },
  ];
}

const LOGO = { width: 120, height: 40, channels: 3, background: '#1f5f99' } as const;

/** The same bytes every time: nothing in it is of the moment or of chance. */
async function mail(read: (name: string) => Uint8Array): Promise<Buffer> {
  const MailComposer = createRequire(import.meta.url)('nodemailer/lib/mail-composer');
  const attached = (filename: string, cid?: string) => ({
    filename,
    content: Buffer.from(read(filename)),
    cid,
  });
  const logo = await sharp({ create: LOGO }).png().toBuffer();
  return new MailComposer({
    from: '虚构公司 <bills@example.com>',
    to: 'pay@example.com',
    subject: '三月发票',
    date: new Date('2025-03-31T08:00:00Z'),
    messageId: '<sample@example.com>',
    baseBoundary: 'sample',
    text: '见附件',
    html: '<p>见附件</p><img src="cid:photo@example.com"><img src="cid:logo@example.com">',
    attachments: [
      attached('digital-general-exempt.xml'),
      attached('vat-general-e-discount.ofd'),
      attached('vat-special-e-grey.jpg', 'photo@example.com'),
      { filename: 'logo.png', content: logo, cid: 'logo@example.com' },
    ],
  })
    .compile()
    .build();
}

/** Of one size, as a scanner gives them. */
async function pages(pictures: readonly Uint8Array[]): Promise<Buffer> {
  const sheet = { width: 1200, height: 800, fit: 'contain', background: '#ffffff' } as const;
  const frames = await Promise.all(pictures.map((bytes) => sharp(bytes).resize(sheet).png().toBuffer()));
  return sharp(frames, { join: { animated: true } })
    .tiff({ compression: 'jpeg', quality: 75 })
    .toBuffer();
}
