/** `yanpiao query --file`: asks about every row of a table and writes the answers beside them. */
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { openQuestions } from '../../adapters/ledger-files/questions.js';
import { writeWorkbook } from '../../adapters/workbook/workbook.js';
import { xmlReader } from '../../adapters/xml/xml.js';
import { zipReader } from '../../adapters/zip/zip.js';
import { type Answers, resultCsv, resultSheet } from '../../desk/query/result.js';
import { errorCode } from '../../document/error-code.js';
import { FILE_LIMITS } from '../../document/file-kind.js';
import type { QueryBatch } from '../../document/query.js';
import type { App } from '../../http/deps.js';
import { presentQueryBatch } from '../../http/present-queries.js';
import type { Principal } from '../../ports/accounts.js';
import { EXIT, type ExitCode, type Io, line, WrongUse } from '../io.js';
import { OUTCOMES } from '../outcomes.js';
import { operatorOf } from './operator.js';

export const queryFileOptions = z.object({
  /** Absolute: the server that may run the command stands in another folder. */
  file: z.string(),
  /** Absolute; `.xlsx` or `.csv`. What stands there is written over. */
  out: z.string(),
  org: z.string(),
  json: z.boolean(),
});

/** How often the progress is looked at. */
const LOOK_EVERY_MS = 1000;

/** 1 when the file cannot be asked. */
export async function queryFileCommand(
  app: App,
  { file, out, org, json }: z.infer<typeof queryFileOptions>,
  io: Io,
): Promise<ExitCode> {
  if (!['.xlsx', '.csv'].includes(extname(out).toLowerCase()))
    throw new WrongUse('--out 须为 .xlsx 或 .csv / --out ends in .xlsx or .csv');
  const principal = await operatorOf(app.store.accounts, org);
  const { organisationId } = principal;
  const { sha256, size } = await stored(app, organisationId, file);
  const name = basename(file);
  const { batchId, announcements } = await app.store.queries.openBatch(principal, {
    file: name,
    sha256,
    size,
  });
  const telling = followed(app, organisationId, batchId, io);
  try {
    await app.perform(announcements);
  } finally {
    clearInterval(telling);
    io.progress?.(null);
  }
  const batch = await app.store.queries.batch(organisationId, batchId);
  if (batch?.state !== 'done') {
    io.err(line(`${file}: ${batch?.message ?? '未能完成 / not finished'}`));
    return EXIT.refused;
  }
  await writeAnswers(app, principal, { batchId, sha256 }, out);
  io.out(json ? line(JSON.stringify({ ...presentQueryBatch(batch), out })) : describe(batch, out));
  return EXIT.done;
}

async function stored(app: App, organisationId: string, file: string) {
  try {
    return await app.blobs.put(organisationId, createReadStream(file), FILE_LIMITS.other);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EPERM' || code === 'EISDIR')
      throw new WrongUse(`无法读取 ${file} / cannot be read: ${file}`);
    throw error;
  }
}

function followed(app: App, organisationId: string, batchId: string, io: Io): NodeJS.Timeout {
  const tell = async () => {
    const batch = await app.store.queries.batch(organisationId, batchId);
    if (batch?.rows == null) return;
    io.progress?.({ done: batch.answered, total: batch.rows, what: '查验 asked' });
  };
  return setInterval(() => {
    tell().catch((error) => app.log.warn({ err: error }, 'a progress could not be told'));
  }, LOOK_EVERY_MS);
}

async function writeAnswers(
  app: App,
  { organisationId }: Principal,
  { batchId, sha256 }: { readonly batchId: string; readonly sha256: string },
  out: string,
): Promise<void> {
  const local = await app.blobs.localFile(organisationId, sha256);
  try {
    const file = await openQuestions(local.path, { zip: zipReader(), xml: xmlReader() });
    const answers: Answers = { queries: app.store.queries, organisationId, batchId };
    try {
      const to = createWriteStream(out);
      if (extname(out).toLowerCase() === '.xlsx') await writeWorkbook(to, [resultSheet(file, answers)]);
      else await pipeline(resultCsv(file, answers), to);
    } catch (error) {
      await rm(out, { force: true });
      throw error;
    } finally {
      file.close();
    }
  } finally {
    await local.release();
  }
}

function describe({ rows, outcomes }: QueryBatch, out: string): string {
  const counts = Object.entries(outcomes).map(([outcome, count]) => {
    const words =
      outcome === 'bad_row' ? '无法查验 / cannot be asked' : OUTCOMES[outcome as keyof typeof OUTCOMES];
    return `  ${words}: ${count}`;
  });
  return [`${out}: ${rows ?? 0} 行 / rows`, ...counts].map(line).join('');
}
