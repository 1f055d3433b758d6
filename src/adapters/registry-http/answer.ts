/** What a register said, in our words. */
import type { RegistryAnswer } from '../../document/registry.js';
import { normalForm } from '../../invoice/compare.js';
import type { FieldName } from '../../invoice/fields.js';
import { normalise } from '../../invoice/text.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import { foundText } from './expressions.js';
import type { RegistryMapping } from './mapping.js';

/** The register's code; `null`: it gave none. */
export const codeOf = ({ answer }: RegistryMapping, body: unknown): string | null =>
  foundText(answer.code, body);

/** Reads an answer by its mapping. A code that is not named is what `otherwise` says. */
export function answerOf(mapping: RegistryMapping, body: unknown, now: Date): RegistryAnswer {
  const { answer, name } = mapping;
  const code = codeOf(mapping, body);
  const outcome = (code === null ? undefined : own(answer.outcomes, code)) ?? answer.otherwise;
  const text = answer.text === undefined ? null : foundText(answer.text, body);
  const known = outcome === 'match' || outcome === 'mismatch';
  return {
    provider: name,
    outcome,
    state: known ? stateOf(mapping, body) : 'unknown',
    rawCode: shortened(code),
    rawText: shortened(text),
    fields: known ? fieldsOf(mapping, body) : {},
    checkedAt: now,
    person: null,
    evidence: null,
  };
}

function stateOf({ answer }: RegistryMapping, body: unknown): RegistryAnswer['state'] {
  if (answer.state === undefined) return 'unknown';
  const value = foundText(answer.state.value, body);
  return (value === null ? undefined : own(answer.state.codes, value)) ?? answer.state.otherwise;
}

function fieldsOf({ answer }: RegistryMapping, body: unknown): RegistryAnswer['fields'] {
  const found: Partial<Record<FieldName, string>> = {};
  for (const [name, expression] of Object.entries(answer.fields) as [FieldName, string][]) {
    const value = foundText(expression, body);
    const normal = value === null ? null : normalForm(name, value);
    if (normal !== null) found[name] = normal.slice(0, BUDGETS.register.textLength);
  }
  return found;
}

/** What stands in the table itself: a register's code may be called `constructor`. */
const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

const shortened = (text: string | null): string | null =>
  text === null ? null : normalise(text).slice(0, BUDGETS.register.textLength);
