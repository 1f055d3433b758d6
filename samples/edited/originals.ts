/** Forged PDFs and OFDs of invoices of companies that do not exist, and what honest people do to such files, by number: the same case is the same file. */
import { drawInvoice } from '../draw/document.js';
import { plainLook } from '../draw/look.js';
import { ofdOf } from '../draw/ofd.js';
import { compose, type Recipe } from '../truth/compose.js';
import { type Random, randomFor } from '../truth/random.js';
import { PDF_INNOCENT, type PdfInnocent } from './innocent.js';
import { OFD_INNOCENT, OFD_METHODS, type OfdInnocent, type OfdMethod } from './ofd.js';
import { openPage } from './page-text.js';
import { PDF_METHODS, type PdfMethod } from './pdf.js';
import { changed, FORGED, isThat, printed } from './target.js';

/** 数电 are not signed here, the older ones are where a method asks for it; each with the look of its issuer. */
export const EDITED_FORMS = ['digital_special', 'digital_general', 'vat_general_e', 'vat_special_e'] as const;
export type EditedForm = (typeof EDITED_FORMS)[number];

export type EditedCase = { readonly form: EditedForm; readonly number: number } & (
  | { readonly carrier: 'pdf'; readonly method: PdfMethod | PdfInnocent }
  | { readonly carrier: 'ofd'; readonly method: OfdMethod | OfdInnocent }
);

export interface EditedFile {
  readonly bytes: Uint8Array;
  /** What was printed, and what the forger wants to be read; `null`: nothing was forged. */
  readonly forged: { readonly old: string; readonly now: string } | null;
}

/** `null` where the invoice has nothing that could be forged this way. */
export async function drawEdited(one: EditedCase): Promise<EditedFile | null> {
  const random = (what: string): Random => randomFor(one.number, `edited/${one.form}/${what}`);
  const invoice = compose(recipeOf(one.form, random('recipe')), random('invoice'));
  const { pdf } = await drawInvoice(invoice, plainLook(one.number % 2 === 0 ? 'fit' : 'measure'));
  const original = one.carrier === 'ofd' ? await ofdOf(invoice, pdf) : pdf;
  if (one.carrier === 'pdf' && isOf(PDF_INNOCENT, one.method))
    return { bytes: await PDF_INNOCENT[one.method]({ pdf, random: random('innocent') }), forged: null };
  if (one.carrier === 'ofd' && isOf(OFD_INNOCENT, one.method))
    return { bytes: await OFD_INNOCENT[one.method](original), forged: null };
  const chance = random('forger');
  const field = FORGED[one.number % FORGED.length] ?? 'grossTotal';
  const value = printed(invoice, field);
  const { texts } = await openPage(pdf);
  const old = texts.findLast(({ text }) => isThat(text, value))?.text;
  if (old === undefined) return null;
  const { text: now, at } = changed(old, field, chance);
  const bytes =
    one.carrier === 'pdf' && isOf(PDF_METHODS, one.method)
      ? await PDF_METHODS[one.method]({ pdf, old, now, at, random: chance })
      : one.carrier === 'ofd' && isOf(OFD_METHODS, one.method)
        ? await OFD_METHODS[one.method]({ ofd: original, old, now })
        : null;
  return bytes === null ? null : { bytes, forged: { old, now } };
}

const isOf = <Key extends string>(methods: Readonly<Record<Key, unknown>>, name: string): name is Key =>
  Object.hasOwn(methods, name);

const recipeOf = (kind: EditedForm, random: Random): Recipe => ({
  id: kind,
  kind,
  date: `${kind.startsWith('digital') ? 2025 : 2021}-0${random.whole(1, 9)}-1${random.digits(1)}`,
  lines: random.whole(1, 3),
  rates: 'one',
  buyer: 'company',
});
