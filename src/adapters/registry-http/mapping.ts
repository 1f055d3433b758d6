/** Mapping files: how a register is asked and what its answers mean, as its operator's customer writes it down. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../document/error-code.js';
import { INVOICE_STATES, OUTCOMES } from '../../document/verdict.js';
import { FIELD_NAMES, type FieldName } from '../../invoice/fields.js';
import { KIND_NAMES, type Kind } from '../../invoice/kinds.js';
import { isExpression } from './expressions.js';

/** A mapping file that cannot be used. Holds no secret: those are in the environment. */
export class RegistryMappingError extends Error {
  readonly code:
    | 'registry_unreadable'
    | 'registry_mapping'
    | 'registry_site_refused'
    | 'registry_url'
    | 'registry_no_secret'
    | 'registry_twice';
  readonly remedy: string;
  constructor(code: RegistryMappingError['code'], file: string, what: string, remedy: string) {
    super(`${file}: ${what}`);
    this.name = 'RegistryMappingError';
    this.code = code;
    this.remedy = remedy;
  }
}

/** JMESPath, compiled once to see that it can be. */
const expression = z.string().min(1).max(2000).refine(isExpression, { message: 'is no JMESPath expression' });
/** Only names that are made for this: no mapping can send another secret of the program to somebody. */
const secret = z.string().regex(/^YANPIAO_REGISTRY_[A-Z0-9_]{1,60}$/, 'is not named YANPIAO_REGISTRY_…');
const headerName = z.string().regex(/^[A-Za-z0-9-]{1,60}$/);
const code = z.string().max(100);

/** Values of a request, possibly nested; each a JMESPath expression over the question. */
export interface Template {
  readonly [name: string]: string | Template;
}
const template: z.ZodType<Template> = z.lazy(() =>
  z.record(z.string().max(100), z.union([expression, template])),
);

const auth = z.discriminatedUnion('in', [
  z.strictObject({
    in: z.literal('header'),
    name: headerName,
    prefix: z.string().max(50).default(''),
    secret,
  }),
  z.strictObject({ in: z.literal('query'), name: z.string().max(100), secret }),
  z.strictObject({ in: z.literal('body'), name: z.string().max(100), secret }),
  z.strictObject({
    in: z.literal('tc3'),
    service: z.string().regex(/^[a-z0-9]{1,30}$/),
    secretId: secret,
    secretKey: secret,
  }),
]);

/** Bounds: a register is asked by people who wait, and by work that must not stand still. */
const mapping = z.strictObject({
  format: z.literal('yanpiao-registry'),
  version: z.literal(1),
  /** For people to read and in answers; `person` is what people recorded. */
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,49}$/)
    .refine((name) => name !== 'person', { message: 'is taken' }),
  /** Our kinds that it knows, and what it calls them (`kindCode` in expressions). */
  kinds: z.partialRecord(z.enum(KIND_NAMES as unknown as [Kind, ...Kind[]]), z.string().max(100)),
  request: z.strictObject({
    method: z.enum(['GET', 'POST']).default('POST'),
    url: z.url().max(500),
    encoding: z.enum(['json', 'form']).default('json'),
    headers: z.record(headerName, z.string().max(500)).default({}),
    auth: z.array(auth).max(5).default([]),
    query: z.record(z.string().max(100), expression).default({}),
    body: template.default({}),
  }),
  answer: z.strictObject({
    /** Gives the code that `outcomes` and `retry` go by. */
    code: expression,
    text: expression.optional(),
    outcomes: z.record(code, z.enum(OUTCOMES)),
    /** Of codes that are not named. */
    otherwise: z.enum(OUTCOMES).default('error'),
    /** Codes that pass by themselves: asked again like a connection that broke. */
    retry: z.array(code).max(50).default([]),
    state: z
      .strictObject({
        value: expression,
        codes: z.record(code, z.enum(INVOICE_STATES)),
        otherwise: z.enum(INVOICE_STATES).default('unknown'),
      })
      .optional(),
    fields: z
      .partialRecord(z.enum(FIELD_NAMES as unknown as [FieldName, ...FieldName[]]), expression)
      .default({}),
  }),
  /** One try, from the first byte sent to the last one received. */
  timeoutMs: z.number().int().min(50).max(60_000).default(10_000),
  tries: z.number().int().min(1).max(5).default(3),
  /** Milliseconds before the second try; each next pause is about twice as long. */
  pauseMs: z.number().int().min(10).max(30_000).default(500),
  rate: z
    .strictObject({
      requests: z.number().int().min(1).max(1000),
      seconds: z.number().int().min(1).max(3600),
    })
    .default({ requests: 2, seconds: 1 }),
  /** DOMAIN 9.1: five a day for an invoice, wherever it is asked. */
  quota: z
    .strictObject({
      perInvoiceAndDay: z.number().int().min(1).max(1000).nullable().default(5),
      perDay: z.number().int().min(1).max(10_000_000).nullable().default(null),
    })
    .default({ perInvoiceAndDay: 5, perDay: null }),
  /** After so many failures in a row nobody asks for so long. */
  breaker: z
    .strictObject({
      failures: z.number().int().min(1).max(100),
      seconds: z.number().min(0.05).max(3600),
    })
    .default({ failures: 5, seconds: 60 }),
});

export type RegistryMapping = z.infer<typeof mapping>;

/** The mapping files at a path: a file, or a folder whose `.json` files are all meant. Throws RegistryMappingError. */
export function readMappings(path: string): readonly RegistryMapping[] {
  const found = filesAt(path).map((file) => parseMapping(basename(file), textOf(file)));
  for (const [index, { name }] of found.entries()) {
    if (found.findIndex((other) => other.name === name) === index) continue;
    throw new RegistryMappingError(
      'registry_twice',
      basename(path),
      `two registers are named ${name}`,
      'Name them apart',
    );
  }
  return found;
}

function filesAt(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => name.endsWith('.json'));
    return names.sort().map((name) => join(path, name));
  } catch (error) {
    throw unreadable(path, error);
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(path: string, error: unknown): RegistryMappingError {
  const why = errorCode(error) ?? 'unreadable';
  return new RegistryMappingError(
    'registry_unreadable',
    basename(path),
    why,
    'YANPIAO_REGISTRIES names a mapping file, or a folder of them (docs/registries.md)',
  );
}

/** Throws RegistryMappingError, which names the file and the part of it. */
export function parseMapping(file: string, text: string): RegistryMapping {
  const refuse = (what: string) =>
    new RegistryMappingError(
      'registry_mapping',
      file,
      what,
      'docs/registries.md says how a mapping is written',
    );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw refuse('is no JSON');
  }
  const parsed = mapping.safeParse(json);
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 5);
    throw refuse(issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '));
  }
  checkUrl(file, parsed.data.request.url);
  return parsed.data;
}

/** The public site and whatever hides behind its name: its captcha says that it is for people. */
const PUBLIC_SITE = /(?:^|\.)inv-veri\.chinatax\.gov\.cn\.?$/;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function checkUrl(file: string, address: string): void {
  const { protocol, hostname, username, password } = new URL(address);
  if (PUBLIC_SITE.test(hostname))
    throw new RegistryMappingError(
      'registry_site_refused',
      file,
      'the public site is for people and is never asked by a program',
      'Look there yourself and record the answer with its screenshot（请人工查验并录入结果和截图）',
    );
  const refuse = (what: string, remedy: string) =>
    new RegistryMappingError('registry_url', file, what, remedy);
  if (username !== '' || password !== '')
    throw refuse('the address holds a password', 'Secrets go into the environment: request.auth');
  if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))) return;
  throw refuse('the address is not https:', 'Without TLS only a register on this machine is asked');
}
