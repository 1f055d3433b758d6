/** JMESPath, the one language of mapping files, in both directions. */
import { compile, TreeInterpreter } from '@jmespath-community/jmespath';

type Json = Parameters<typeof TreeInterpreter.search>[1];

/** Whether a text can be compiled. */
export function isExpression(text: string): boolean {
  try {
    compile(text);
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

/**
 * What an expression finds in a JSON value; `null` where there is nothing, or where it asks more of the value than it can
 * give (a text function of a number): what comes from outside has whatever shape it likes.
 */
export function found(text: string, value: unknown): unknown {
  try {
    return TreeInterpreter.search(compile(text), value as Json);
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

/** The same as text: numbers and truth values as JSON writes them; `null` for nothing, lists and objects. */
export function foundText(text: string, value: unknown): string | null {
  const answer = found(text, value);
  if (typeof answer === 'number' || typeof answer === 'boolean') return String(answer);
  return typeof answer === 'string' && answer !== '' ? answer : null;
}
