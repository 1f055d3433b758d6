/**
 * F4 图片涂改痕迹: what editing may have left on a page that was recognised. DOMAIN 12 asks for it of files only (F1, F2);
 * the id is ours. Never an error and never an accusation: each names a place to hold against the original.
 */
import type { EditSign, TextSign } from '../../../document/evidence.js';
import type { FindingPlace } from '../../../document/finding.js';
import { FIELDS, type FieldName } from '../../../invoice/fields.js';
import type { Outcome, Rule, Subject } from '../subject.js';

export const PICTURE_EDITED: Rule = {
  id: 'F4',
  severity: 'I',
  apply: (subject) => (subject.seen?.signs ?? []).filter(isOfPicture).map((sign) => told(subject, sign)),
};

type PictureSign = EditSign & { readonly what: Exclude<EditSign['what'], TextSign> };

/** What each sign is, before the value it is about. */
const SAYS: Readonly<Record<Exclude<EditSign['what'], TextSign>, string>> = {
  resaved: '此处像素的保存痕迹与版面其余部分不同',
  copied: '两处图像（含纸面纹理）几乎相同',
  uneven: '同一数值中有字符的高度或位置与其余不齐',
  editor: '文件由编辑软件保存',
};

const TEXT_SAYS: Readonly<Record<TextSign, string>> = {
  mixed: '同一数值中有两种字体或字号',
  overlaid: '同一位置有两个不同的数字重叠',
  stray: '此金额的字体与版面上其他数字都不同',
  on_picture: '扫描图上另加了可见文字',
  patched: '扫描图上此处先被遮盖，再加了数字',
  replaced: '文件的旧版本在此处为另一内容',
};

const isOfText = (sign: EditSign): sign is EditSign & { readonly what: TextSign } =>
  Object.hasOwn(TEXT_SAYS, sign.what);
const isOfPicture = (sign: EditSign): sign is PictureSign => !isOfText(sign);

/** Who archives scans stamps numbers on them, and some forms set a total in a font of its own: those are told and no more. */
const ONLY_TOLD: ReadonlySet<TextSign> = new Set<TextSign>(['on_picture', 'stray']);

/** F1, of the text of a PDF. */
export const textSigns = (subject: Subject): Outcome[] =>
  (subject.seen?.signs ?? []).filter(isOfText).map((sign) => {
    const { places, about } = placed(subject, sign);
    return {
      result: 'broken',
      severity: ONLY_TOLD.has(sign.what) ? 'I' : 'W',
      message: `${TEXT_SAYS[sign.what]}（第 ${sign.page} 页，${about}）：请对照原件核实此处`,
      places,
    };
  });

function told(subject: Subject, sign: PictureSign): Outcome {
  const { places, about } = placed(subject, sign);
  return {
    // Who only crops a photo leaves the program's name as well.
    result: sign.what === 'editor' ? 'unknown' : 'broken',
    // Only of this sign it is known that fewer than 2 % of clean pages have it (docs/decisions/0026-signs-of-editing.md).
    severity: sign.what === 'resaved' ? 'W' : 'I',
    message: `${SAYS[sign.what]}（第 ${sign.page} 页，${about}）：请对照原件核实此处`,
    places,
  };
}

/** Where a sign is, and which field and value it is about. */
function placed(subject: Subject, sign: EditSign): { places: FindingPlace[]; about: string } {
  const places = sign.boxes.map((box): FindingPlace => ({ page: sign.page, box }));
  const field = fieldAt(subject, places);
  const about = [field === null ? '' : FIELDS[field].chinese, sign.text].filter((each) => each !== '');
  return { places, about: about.join(' ') };
}

/** The field whose value covers the first place. */
function fieldAt({ slip }: Subject, [place]: readonly FindingPlace[]): FieldName | null {
  if (place === undefined) return null;
  const [x, y] = [(place.box[0] + place.box[2]) / 2, (place.box[1] + place.box[3]) / 2];
  const entries = Object.entries(slip.fields) as [FieldName, (typeof slip.fields)[FieldName]][];
  const found = entries.find(([, result]) => {
    if (result === undefined || result.page !== place.page || result.box === null) return false;
    const [x0, y0, x1, y1] = result.box;
    return x >= x0 && x <= x1 && y >= y0 && y <= y1;
  });
  return found?.[0] ?? null;
}
