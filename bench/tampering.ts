/**
 * `npm run bench:tampering`: forges invoices, reads the forgeries and their clean twins as the program does, and prints
 * how many were noticed.
 */
import { parseArgs } from 'node:util';
import { oneOf, runCommand, wholeNumber } from '../samples/command.js';
import { measurePictures } from './tampering/pictures.js';

const USAGE = `npm run bench:tampering -- [--count N] [--first N] [--set fit|measure]
--count is forgeries of each form, picture and method; thresholds were chosen on the set fit.`;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { count: { type: 'string' }, first: { type: 'string' }, set: { type: 'string' } },
  });
  await measurePictures({
    count: wholeNumber('count', values.count ?? '2'),
    first: wholeNumber('first', values.first ?? '1'),
    set: oneOf(['fit', 'measure'], 'set', values.set ?? 'measure'),
  });
}

await runCommand(main, USAGE);
