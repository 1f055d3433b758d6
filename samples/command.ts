/** What the commands of samples/ and bench/ share: refusing options with a word, and ending with 2 for wrong use. */

/** The caller's mistake: told together with the usage. */
export class UsageError extends Error {}

/** The one of `known` that `text` names. Throws a UsageError that lists them. */
export function oneOf<T extends string>(known: readonly T[], name: string, text: string): T {
  const found = known.find((value) => value === text.trim());
  if (found === undefined) throw new UsageError(`--${name}: ${text} is none of ${known.join(', ')}`);
  return found;
}

/** Several by comma. */
export const someOf = <T extends string>(known: readonly T[], name: string, text: string): T[] =>
  text.split(',').map((one) => oneOf(known, name, one));

/** A whole number of at most nine digits, from `least`. */
export function wholeNumber(name: string, text: string, least = 1): number {
  const number = Number(text);
  if (!/^\d{1,9}$/.test(text) || number < least)
    throw new UsageError(`--${name} takes a whole number from ${least}, not ${text}`);
  return number;
}

/** Runs `main`; ends with 2 and the usage after wrong use, with 3 after any other error. */
export async function runCommand(main: (args: string[]) => Promise<void>, usage: string): Promise<void> {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    // parseArgs throws TypeErrors with a code.
    const wrongUse = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
    console.error(wrongUse ? `${error instanceof Error ? error.message : ''}\n${usage}` : error);
    process.exitCode = wrongUse ? 2 : 3;
  }
}
