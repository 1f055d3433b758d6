/** Our question as the HTTP request that a mapping describes. Secrets are put in here and nowhere else. */
import { createHash, createHmac } from 'node:crypto';
import type { RegistryQuestion } from '../../document/registry.js';
import { found } from './expressions.js';
import type { RegistryMapping, Template } from './mapping.js';

/** Values of the environment by name; those that a mapping names are known to be there. */
export type Secrets = ReadonlyMap<string, string>;

export interface RegistryRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Names of the secrets that a mapping needs. */
export const secretsOf = ({ request }: RegistryMapping): readonly string[] =>
  request.auth.flatMap((auth) => (auth.in === 'tc3' ? [auth.secretId, auth.secretKey] : [auth.secret]));

/** What expressions see: the fields by name, `kind`, and `kindCode` as the register calls the kind. */
const contextOf = ({ kinds }: RegistryMapping, { kind, fields }: RegistryQuestion) => ({
  ...fields,
  kind,
  kindCode: kinds[kind] ?? null,
});

/** Builds the request. What an expression does not find is left out. */
export function requestFor(
  mapping: RegistryMapping,
  question: RegistryQuestion,
  secrets: Secrets,
  now: Date,
): RegistryRequest {
  const { method, url, encoding, headers, auth, query, body } = mapping.request;
  const context = contextOf(mapping, question);
  const secretOf = (name: string) => secrets.get(name) ?? '';
  const address = new URL(url);
  const sent = filled(body, context);
  const sentHeaders: Record<string, string> = { accept: 'application/json', ...headers };
  for (const [name, value] of Object.entries(filled(query, context)))
    address.searchParams.set(name, String(value));
  for (const one of auth) {
    if (one.in === 'header') sentHeaders[one.name] = `${one.prefix}${secretOf(one.secret)}`;
    if (one.in === 'query') address.searchParams.set(one.name, secretOf(one.secret));
    if (one.in === 'body') sent[one.name] = secretOf(one.secret);
  }
  if (method === 'GET') return { method, url: address.href, headers: sentHeaders, body: null };
  const text = encoding === 'json' ? JSON.stringify(sent) : formOf(sent);
  sentHeaders['content-type'] =
    encoding === 'json' ? 'application/json; charset=utf-8' : 'application/x-www-form-urlencoded';
  for (const one of auth) {
    if (one.in !== 'tc3') continue;
    const keys = { id: secretOf(one.secretId), key: secretOf(one.secretKey), service: one.service };
    const type = sentHeaders['content-type'];
    Object.assign(sentHeaders, signedTc3(address, type, text, keys, now));
  }
  return { method, url: address.href, headers: sentHeaders, body: text };
}

function filled(template: Template, context: unknown): Record<string, unknown> {
  const entries = Object.entries(template).flatMap(([name, value]): [string, unknown][] => {
    if (typeof value !== 'string') return [[name, filled(value, context)]];
    const answer = found(value, context);
    return answer === null || answer === undefined ? [] : [[name, answer]];
  });
  return Object.fromEntries(entries);
}

function formOf(values: Readonly<Record<string, unknown>>): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    form.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  return form.toString();
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** TC3-HMAC-SHA256, Tencent Cloud's signature, version 3, over content type, host and body. */
function signedTc3(
  { host, pathname, search }: URL,
  contentType: string,
  body: string,
  { id, key, service }: { id: string; key: string; service: string },
  now: Date,
): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(now.getTime() / 1000));
  const day = now.toISOString().slice(0, 10);
  const signed = `content-type:${contentType}\nhost:${host}\n`;
  const request = ['POST', pathname, search.slice(1), signed, 'content-type;host', sha256(body)].join('\n');
  const scope = `${day}/${service}/tc3_request`;
  const toSign = ['TC3-HMAC-SHA256', seconds, scope, sha256(request)].join('\n');
  const signing = hmac(hmac(hmac(`TC3${key}`, day), service), 'tc3_request');
  const signature = hmac(signing, toSign).toString('hex');
  return {
    authorization: `TC3-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`,
    'x-tc-timestamp': seconds,
  };
}
