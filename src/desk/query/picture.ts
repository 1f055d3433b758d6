/** A picture in the place of a question: it is read now, and each slip on it is asked about. Nothing of it is kept but the history. */
import { requiredInputs } from '../../document/inputs.js';
import { type Refusal, refusal } from '../../document/refusal.js';
import type { Slip } from '../../document/slip.js';
import type { FieldName } from '../../invoice/fields.js';
import type { Principal } from '../../ports/accounts.js';
import type { Reader } from '../../ports/reader.js';
import { type Answer, type AskTools, answered } from './ask.js';
import { fingerprintOf, QUESTION_FIELDS } from './question.js';

/** A slip on the picture with its answer, and what was read of what a question may hold. */
export interface PictureSlip extends Answer {
  readonly pages: readonly number[];
  readonly fields: Readonly<
    Partial<Record<FieldName, { readonly value: string; readonly accepted: boolean }>>
  >;
  readonly qr: string | null;
}

export interface PictureAnswer {
  /** Why nothing could be read. */
  readonly refusal: Refusal | null;
  readonly slips: readonly PictureSlip[];
}

/**
 * Reads the file at `path`, under the reader's own budgets, and asks about each slip. A document that is long enough to
 * be read in parts is none to wait for: it is refused, to be handed in. What was read is judged as in a document: a field
 * that is not accepted accuses nobody.
 */
export async function askPicture(
  tools: Omit<AskTools, 'ledger'> & {
    readonly ledger: Pick<AskTools['ledger'], 'edition'>;
    readonly reader: Pick<Reader, 'begin'>;
  },
  principal: Principal,
  path: string,
): Promise<PictureAnswer> {
  const { reading } = await tools.reader.begin(path);
  if (reading === null)
    return { refusal: refusal('too_many_pages', '请作为文件提交 hand it in as a document'), slips: [] };
  if (reading.refusal !== null) return { refusal: reading.refusal, slips: [] };
  const slips: PictureSlip[] = [];
  for (const slip of reading.slips) slips.push(await askSlip(tools, principal, slip));
  return { refusal: null, slips };
}

async function askSlip(
  tools: Parameters<typeof askPicture>[0],
  principal: Principal,
  slip: Slip,
): Promise<PictureSlip> {
  const { kind } = slip;
  const read = QUESTION_FIELDS.flatMap((name) => {
    const field = slip.fields[name];
    return field === undefined || field.value === '' ? [] : [[name, field] as const];
  });
  const question = Object.fromEntries(read.map(([name, { value }]) => [name, value]));
  const draft = {
    way: 'picture',
    kind,
    invoiceCode: question.invoiceCode ?? null,
    invoiceNumber: question.invoiceNumber ?? null,
    question,
    // How sure each field is decides what may be said: another picture of the same invoice is another question.
    fingerprint: fingerprintOf([
      'picture',
      kind,
      ...read.map(([name, { value, accepted, source }]) => [name, value, accepted, source]),
    ]),
    row: null,
    askedAt: tools.now(),
  } as const;
  const verify = () => tools.verify(principal.organisationId, slip);
  const { record, quota } = await answered(tools, principal, draft, verify);
  return {
    record,
    kind,
    missing: requiredInputs(kind).filter((name) => slip.fields[name]?.accepted !== true),
    entries: [],
    quota,
    pages: slip.pages,
    fields: Object.fromEntries(read.map(([name, { value, accepted }]) => [name, { value, accepted }])),
    qr: slip.qr,
  };
}
