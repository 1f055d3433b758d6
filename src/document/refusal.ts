/**
 * Refusals: the document's own fault, told with a code and a remedy. A refusal is a state, never retried
 * (a fault of ours is an exception and is retried). One catalogue for CLI, HTTP and the page.
 */

interface RefusalText {
  readonly zh: string;
  readonly en: string;
  readonly remedyZh: string;
  readonly remedyEn: string;
}

const text = (zh: string, en: string, remedyZh: string, remedyEn: string): RefusalText => ({
  zh,
  en,
  remedyZh,
  remedyEn,
});

/** Every refusal of a file: message and remedy in both languages. */
export const REFUSALS = {
  empty_file: text(
    '文件是空的',
    'The file is empty',
    '请重新导出或重新拍摄后再上传',
    'Export or photograph it again and upload',
  ),
  unsupported_type: text(
    '不支持这种文件',
    'This type of file is not supported',
    '请上传照片（JPEG、PNG、WebP、HEIC、TIFF…）、PDF、OFD、XML、ZIP 或邮件（EML、MSG）',
    'Hand in a picture (JPEG, PNG, WebP, HEIC, TIFF…), a PDF, an OFD, an XML, a ZIP or a mail (EML, MSG)',
  ),
  damaged_file: text(
    '文件已损坏或不完整',
    'The file is damaged or incomplete',
    '请重新下载或重新拍摄后再上传',
    'Download or photograph it again and upload',
  ),
  encrypted_pdf: text(
    'PDF 已加密，需要口令',
    'The PDF is encrypted and asks for a password',
    '请去除口令后再上传',
    'Remove the password and upload again',
  ),
  encrypted_zip: text(
    '压缩包已加密，需要口令',
    'The archive is encrypted and asks for a password',
    '请解压后上传其中的文件',
    'Unpack it and upload the files',
  ),
  unsafe_xml: text(
    'XML 含有 DOCTYPE 声明，为安全起见不读取',
    'The XML holds a DOCTYPE, which is never read, for safety',
    '请从税务平台重新下载原始 XML 后再上传',
    'Download the original XML from the tax platform again and upload',
  ),
  unknown_packing: text(
    '压缩包使用了不支持的压缩方式',
    'The archive is packed in a way that is not supported',
    '请用普通 ZIP 方式（Deflate）重新压缩，或解压后上传其中的文件',
    'Pack it anew as an ordinary ZIP (deflate), or unpack it and upload the files',
  ),
  nothing_inside: text(
    '压缩包或邮件中没有可识别的文件',
    'The archive or mail holds no file that can be read',
    '请确认其中有照片、PDF、OFD 或 XML；邮件里只有下载链接时，请先下载再上传',
    'Make sure it holds pictures, PDFs, OFDs or XMLs; where a mail holds only links, download the files first',
  ),
  too_deep: text(
    '压缩包嵌套过深',
    'Archives within archives within archives are not opened',
    '请解压内层压缩包后再上传',
    'Unpack the inner archive and upload its files',
  ),
  too_large: text(
    '文件太大',
    'The file is too large',
    '图片请不超过 60 MB，XML 不超过 32 MB，邮件不超过 128 MB，其他文件不超过 1 GB；压缩包里的每个文件解压后不超过 256 MB',
    'Pictures up to 60 MB, XML up to 32 MB, mails up to 128 MB, other files up to 1 GB; each file in an archive up to 256 MB unpacked',
  ),
  too_many_pixels: text(
    '图片像素太多',
    'The picture has too many pixels',
    '请将图片缩小到一亿像素以内（HEIC 为六千万）',
    'Scale the picture to at most 100 megapixels (HEIC: 60)',
  ),
  too_many_pages: text('页数太多', 'Too many pages', '请拆分后再上传', 'Split the file and upload the parts'),
  out_of_time: text(
    '读取超过时间限额',
    'Reading took longer than its budget',
    '请拆分文件或降低分辨率后再上传',
    'Split the file or lower its resolution and upload again',
  ),
  out_of_memory: text(
    '读取超过内存限额',
    'Reading took more memory than its budget',
    '请拆分文件或降低分辨率后再上传',
    'Split the file or lower its resolution and upload again',
  ),
  reader_crashed: text(
    '读取程序在此文件上崩溃',
    'The reader crashed on this file',
    '请换一种格式（例如重新打印为 PDF）后再上传，并把文件告知管理员',
    'Hand it in in another format and tell the administrator about the file',
  ),
  not_found: text('找不到文件', 'The file does not exist', '请检查路径', 'Check the path'),
  not_readable: text('无法读取文件', 'The file cannot be opened', '请检查文件权限', 'Check its permissions'),
} as const satisfies Record<string, RefusalText>;

export type RefusalCode = keyof typeof REFUSALS;

/**
 * Refusals that say what this machine could do at that moment, and nothing of the bytes: a busy machine, a fault since
 * mended, an original that was out of reach. The same bytes may be read another time.
 */
export const MOMENTARY: readonly RefusalCode[] = [
  'out_of_time',
  'out_of_memory',
  'reader_crashed',
  'not_found',
  'not_readable',
];

/** The outward shape (CONTRACT: `refusal`). */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly remedy: string;
}

/** A refusal in Chinese, or English when asked; `detail` is added to the message in brackets. */
export function refusal(code: RefusalCode, detail?: string, language: 'zh' | 'en' = 'zh'): Refusal {
  const entry = REFUSALS[code];
  const message = language === 'zh' ? entry.zh : entry.en;
  return {
    code,
    message: detail === undefined ? message : `${message}（${detail}）`,
    remedy: language === 'zh' ? entry.remedyZh : entry.remedyEn,
  };
}

/** Thrown inside the line where the document's own fault is found; caught once, around the line. */
export class RefusalError extends Error {
  readonly refusal: Refusal;
  /** `options.cause`: the foreign error behind it, for the log. */
  constructor(code: RefusalCode, detail?: string, options?: ErrorOptions) {
    super(`${code}${detail === undefined ? '' : `: ${detail}`}`, options);
    this.name = 'RefusalError';
    this.refusal = refusal(code, detail);
  }
}
