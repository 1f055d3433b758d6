/**
 * Labelled folders (CONTRACT): what labels.json says of a file, in our own names. Labels bear older names than ours;
 * both are read, and so is the full truth of a drawn sample: `{ kind, fields: {…}, lines: […], qr }`.
 */
import type { LineItem } from '../document/slip.js';
import { FIELD_NAMES, type FieldName } from '../invoice/fields.js';
import { KIND_NAMES, type Kind } from '../invoice/kinds.js';

/** The truth about one invoice of a file. */
export interface ExpectedSlip {
  readonly kind: Kind | null;
  /** Only what is labelled; what is not is not judged. */
  readonly fields: ReadonlyMap<FieldName, string>;
  readonly qr: string | null;
  /** How many lines it has. */
  readonly lineItems: number | null;
  /** The lines themselves, where every cell is labelled. */
  readonly lines: readonly LineItem[] | null;
}

/** The truth about one file. `notAnInvoice`: every slip read from it is one too many. */
export interface Expected {
  readonly slips: readonly ExpectedSlip[];
  readonly notAnInvoice: boolean;
}

type Entry = Readonly<Record<string, unknown>>;

/** Thrown when labels.json is not what CONTRACT says. */
export class LabelsError extends Error {
  readonly code = 'bad_labels';
  readonly remedy =
    '请按照 labels.json 的格式（文件路径 → 标签）修改 / Make it an object of file path → labels';
  constructor(message: string) {
    super(message);
    this.name = 'LabelsError';
  }
}

/** Reads the content of labels.json. Throws LabelsError unless it is an object of objects. */
export function parseLabels(json: unknown): ReadonlyMap<string, Expected> {
  if (!isEntry(json)) throw new LabelsError('labels.json is not an object');
  return new Map(
    Object.entries(json).map(([file, label]) => {
      if (!isEntry(label)) throw new LabelsError(`the label of ${file} is not an object`);
      return [file, expectedOf(label)];
    }),
  );
}

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function expectedOf(label: Entry): Expected {
  const notAnInvoice = flagsOf(label).includes('not_an_invoice');
  if (notAnInvoice) return { slips: [], notAnInvoice };
  const parts = [label.invoices, label.receipts].find(Array.isArray) as readonly unknown[] | undefined;
  if (parts === undefined) return { slips: [slipOf(label)], notAnInvoice };
  const shared = { type: label.type, flags: label.flags };
  return { slips: parts.filter(isEntry).map((part) => slipOf({ ...shared, ...part })), notAnInvoice };
}

const flagsOf = (label: Entry): readonly string[] =>
  Array.isArray(label.flags) ? label.flags.filter((flag): flag is string => typeof flag === 'string') : [];

const KIND_OF_TYPE: Readonly<Record<string, Kind>> = {
  special_paper: 'vat_special_paper',
  ordinary_paper: 'vat_general_paper',
  roll: 'vat_general_roll',
  special_electronic: 'vat_special_e',
  ordinary_electronic: 'vat_general_e',
  digital_special: 'digital_special',
  digital_ordinary: 'digital_general',
  train: 'train_paper',
  taxi: 'taxi_paper',
  toll: 'toll_paper',
};

function kindOf(label: Entry): Kind | null {
  const type = label.type ?? label.kind;
  if (typeof type !== 'string') return null;
  const flags = flagsOf(label);
  if (type === 'vehicle') return flags.includes('used_car') ? 'used_vehicle_paper' : 'other';
  if (type === 'ordinary_electronic' && flags.includes('toll')) return 'toll_e';
  return KIND_OF_TYPE[type] ?? KIND_NAMES.find((kind) => kind === type) ?? 'other';
}

const FIELD_OF_LABEL: Readonly<Record<string, FieldName>> = {
  code: 'invoiceCode',
  number: 'invoiceNumber',
  date: 'issueDate',
  amount: 'netTotal',
  tax: 'taxTotal',
  total: 'grossTotal',
  trainNo: 'trainNumber',
  taxControlCode: 'cipherText',
};

/** Labels that mean another field on some kinds. */
const FIELD_BY_KIND: Readonly<Partial<Record<Kind, Readonly<Record<string, FieldName>>>>> = {
  train_paper: { date: 'travelDate', total: 'fare' },
  taxi_paper: { date: 'tripDate', total: 'fare' },
  used_vehicle_paper: { total: 'carTotal' },
};

function slipOf(label: Entry): ExpectedSlip {
  if (isEntry(label.fields)) return fullSlipOf(label, label.fields);
  const kind = kindOf(label);
  const special = label.type === 'vehicle' ? { total: 'carTotal' as const } : kind && FIELD_BY_KIND[kind];
  const fields = new Map<FieldName, string>();
  for (const [name, value] of Object.entries(label)) {
    const field =
      special?.[name as 'total'] ?? FIELD_OF_LABEL[name] ?? FIELD_NAMES.find((known) => known === name);
    if (field !== undefined && (typeof value === 'string' || typeof value === 'number'))
      fields.set(field, String(value));
  }
  return {
    kind,
    fields,
    qr: typeof label.qr === 'string' ? label.qr : null,
    lineItems: typeof label.lineItems === 'number' ? label.lineItems : null,
    lines: null,
  };
}

/** A slip whose every field and line is told under our own names. */
function fullSlipOf(label: Entry, named: Entry): ExpectedSlip {
  const fields = new Map<FieldName, string>();
  for (const field of FIELD_NAMES) {
    const value = named[field];
    if (typeof value === 'string') fields.set(field, value);
  }
  const lines = Array.isArray(label.lines) ? label.lines.filter(isEntry).map(lineOf) : null;
  return {
    kind: kindOf(label),
    fields,
    qr: typeof label.qr === 'string' ? label.qr : null,
    lineItems: lines === null ? null : lines.length,
    lines,
  };
}

/** A line's cells: whatever of it is text. */
function lineOf(entry: Entry): LineItem {
  const cells = Object.entries(entry).filter(([, value]) => typeof value === 'string');
  return { name: '', ...Object.fromEntries(cells) };
}
