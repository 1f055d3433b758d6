/** A workbook as an answer, as it is written: its first bytes leave before the last row is made. */
import { PassThrough } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { writeWorkbook } from '../adapters/workbook/workbook.js';
import type { SheetOut } from '../ports/workbook.js';
import { asAttachment } from './download.js';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** `release`: called when the rows were read to their end, or nobody takes them any more. */
export function sendWorkbook(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  sheets: readonly SheetOut[],
  release: () => Promise<void> = () => Promise.resolve(),
): FastifyReply {
  const out = new PassThrough();
  writeWorkbook(out, sheets)
    .catch((error: unknown) => {
      request.log.warn({ err: error }, 'a workbook broke off');
      out.destroy();
    })
    .then(release)
    .catch((error: unknown) => request.log.warn({ err: error }, 'a file was not released'));
  return asAttachment(reply, name).type(XLSX).send(out);
}
