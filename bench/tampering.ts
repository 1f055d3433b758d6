/**
 * `npm run bench:tampering`: forges invoices, reads the forgeries and their clean twins as the program does, and prints
 * how many were noticed.
 */
import { parseArgs } from 'node:util';
import { oneOf, runCommand, wholeNumber } from '../samples/command.js';
import { measureOriginals } from './tampering/originals.js';
import { measurePictures } from './tampering/pictures.js';

const USAGE = `npm run bench:tampering -- [--quick] [--only pictures|originals] [--first N] [--set fit|measure]
Pictures first, then PDFs and OFDs. --quick: few of each, some three minutes. --set: of pictures; thresholds were chosen on fit.`;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean' },
      only: { type: 'string' },
      first: { type: 'string' },
      set: { type: 'string' },
    },
  });
  const first = wholeNumber('first', values.first ?? '1');
  const isQuick = values.quick === true;
  const only = values.only === undefined ? null : oneOf(['pictures', 'originals'], 'only', values.only);
  const set = oneOf(['fit', 'measure'], 'set', values.set ?? 'measure');
  if (only !== 'originals') await measurePictures({ set, first, isQuick });
  if (only !== 'pictures') await measureOriginals({ count: isQuick ? 1 : 4, first });
}

await runCommand(main, USAGE);
