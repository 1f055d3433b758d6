/**
 * The commands that need the stores, by name. They run in the server where one is on the data folder (through the
 * control socket), and otherwise in the command's own process: the same functions either way.
 */
import { z } from 'zod';
import type { App } from '../http/deps.js';
import { apiKeyCommand, apiKeyOptions } from './commands/api-key.js';
import { documentsCommand, documentsOptions } from './commands/documents.js';
import { handInCommand, handInOptions } from './commands/hand-in.js';
import { importCommand, importOptions } from './commands/import.js';
import { ingestCommand, ingestOptions } from './commands/ingest.js';
import { ownerPasswordCommand, ownerPasswordOptions } from './commands/owner.js';
import { queryCommand, queryOptions } from './commands/query.js';
import { queryFileCommand, queryFileOptions } from './commands/query-file.js';
import { EXIT, type ExitCode, type Io, line, WrongUse } from './io.js';

/** A command as it travels through the socket. */
export const commandRequest = z.discriminatedUnion('command', [
  z.object({ command: z.literal('import'), options: importOptions }),
  z.object({ command: z.literal('query'), options: queryOptions }),
  z.object({ command: z.literal('query file'), options: queryFileOptions }),
  z.object({ command: z.literal('ingest'), options: ingestOptions }),
  z.object({ command: z.literal('hand-in'), options: handInOptions }),
  z.object({ command: z.literal('documents'), options: documentsOptions }),
  z.object({ command: z.literal('api-key create'), options: apiKeyOptions }),
  z.object({ command: z.literal('owner password'), options: ownerPasswordOptions }),
  z.object({ command: z.literal('ping'), options: z.object({}) }),
]);
export type CommandRequest = z.infer<typeof commandRequest>;

/**
 * Runs one command. `readers`: as many files this process reads at a time when nobody else is there to do the work; 0
 * where workers take it from the queue. Wrong use is told and answered with its exit code; faults are thrown.
 */
export async function runCommand(app: App, request: CommandRequest, io: Io, readers = 0): Promise<ExitCode> {
  try {
    return await dispatch(app, request, io, readers);
  } catch (error) {
    if (!(error instanceof WrongUse)) throw error;
    io.err(line(error.message));
    return EXIT.wrongUse;
  }
}

async function dispatch(app: App, request: CommandRequest, io: Io, readers: number): Promise<ExitCode> {
  switch (request.command) {
    case 'import':
      return importCommand(app, request.options, io);
    case 'query':
      return queryCommand(app, request.options, io);
    case 'query file':
      return queryFileCommand(app, request.options, io);
    case 'ingest':
      return ingestCommand(app, request.options, io, readers);
    case 'hand-in':
      return handInCommand(app, request.options, io);
    case 'documents':
      return documentsCommand(app, request.options, io);
    case 'api-key create':
      return apiKeyCommand(app, request.options, io);
    case 'owner password':
      return ownerPasswordCommand(app, request.options, io);
    case 'ping':
      await app.store.ping();
      return EXIT.done;
  }
}
