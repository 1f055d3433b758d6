/**
 * `npm run bench:tampering`: forges invoices, reads the forgeries and their clean twins as the program does, and prints
 * how many were noticed.
 */
import { parseArgs } from 'node:util';
import { oneOf, runCommand, wholeNumber } from '../samples/command.js';
import { measureOriginals } from './tampering/originals.js';
import { measurePictures } from './tampering/pictures.js';

const USAGE = `npm run bench:tampering -- [--count N] [--first N] [--set fit|measure]
                       npm run bench:tampering -- --originals [--count N] [--first N]
--count is forgeries of each form, picture and method; thresholds were chosen on the set fit. --originals: PDFs and OFDs instead.`;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string' },
      first: { type: 'string' },
      set: { type: 'string' },
      originals: { type: 'boolean' },
    },
  });
  const first = wholeNumber('first', values.first ?? '1');
  if (values.originals === true) {
    await measureOriginals({ count: wholeNumber('count', values.count ?? '4'), first });
    return;
  }
  await measurePictures({
    count: wholeNumber('count', values.count ?? '2'),
    first,
    set: oneOf(['fit', 'measure'], 'set', values.set ?? 'measure'),
  });
}

await runCommand(main, USAGE);
