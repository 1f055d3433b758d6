/**
 * A pile that is read in parts survives SIGKILL of the program: before and after the commits that only such a document
 * has, and somewhere in the middle. After a restart every page is there exactly once.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sparePort } from '../../bench/services/process.js';
import { numberOn, pileOf } from '../support/pile.js';
import { Client, eventually, OWNER, startProgram, temporaryFolder } from '../support/program.js';
import { counted, sabotage } from '../support/sabotage.js';

/** Three parts. */
const PAGES = 12;

interface Found {
  readonly id: string;
  readonly pages: number[];
  readonly recordId: string;
  readonly fields: { readonly invoiceNumber: { readonly value: string } };
}

it('finishes after restarts, every page once', async () => {
  const folder = await temporaryFolder();
  try {
    const pile = join(folder.path, 'pile.pdf');
    await writeFile(pile, await pileOf(PAGES));
    const data = join(folder.path, 'data');
    const first = await startProgram(data, { YANPIAO_DEMO: 'off' });
    const handingIn = await Client.signIn(first.url);
    const { body } = await handingIn.upload([pile]);
    const { id } = body.documents[0];
    await eventually('the pile opened', 180, async () => {
      const { body: document } = await handingIn.get(`/api/v1/documents/${id}`);
      return document.pages === PAGES ? true : undefined;
    });
    // Its parts are under way: then the power goes.
    await first.kill();

    const url = `http://127.0.0.1:${await sparePort()}`;
    const env = {
      ...{ YANPIAO_DATA: data, YANPIAO_DEMO: 'off', YANPIAO_OWNER: OWNER.email },
      ...{ YANPIAO_URL: url, PORT: new URL(url).port },
    };
    await sabotage('before:finishPart', env);
    await sabotage('after:finishPart', env);

    const last = await startProgram(data, { YANPIAO_DEMO: 'off' });
    try {
      const client = await Client.signIn(last.url);
      const document = await client.document(id, ['done', 'review', 'failed', 'refused'], 240);
      expect(document.state).not.toBe('failed');
      const all = Array.from({ length: PAGES }, (_, index) => index + 1);
      expect(document.pageFacts.map(({ page }: { page: number }) => page)).toEqual(all);
      const slips: Found[] = document.slips;
      expect(slips.map((slip) => [slip.id, slip.pages, slip.fields.invoiceNumber.value])).toEqual(
        all.map((page) => [String(page), [page], numberOn(page)]),
      );
      for (const { recordId } of slips) {
        await eventually('the record put together', 60, async () => {
          const { body: record } = await client.get(`/api/v1/records/${recordId}`);
          return record.slip === null ? undefined : true;
        });
      }
    } finally {
      await last.stop();
    }
    const left = await counted({ kind: 'pglite', folder: join(data, 'database') });
    // `read`, its parts, `join`, `match` and one `collapse` for each record.
    expect(left).toMatchObject({ documents: 1, slips: PAGES, records: PAGES, results: 1 + PAGES, open: 0 });
  } finally {
    await folder.remove();
  }
}, 600_000);
