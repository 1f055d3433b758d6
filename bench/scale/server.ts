/** A PostgreSQL of the bench's own, in a folder that can be kept: as Debian installs it, with memory for ten million rows. */
import { type PostgresServer, postgresPrograms, startPostgres } from '../services/postgres.js';

/** A cluster of ten million rows that was killed recovers first. */
const READY_SECONDS = 300;

/** What is set beside PostgreSQL's own defaults; durable, as in service. */
export const SETTINGS = {
  shared_buffers: '1GB',
  maintenance_work_mem: '512MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
} as const;

/** Starts the cluster in `folder`, made where there is none. Throws where PostgreSQL is not installed or does not come up. */
export function startServer(folder: string): Promise<PostgresServer> {
  const programs = postgresPrograms();
  if (programs === null)
    throw new Error('PostgreSQL is not installed (Debian: apt-get install postgresql); or set DATABASE_URL');
  return startPostgres(programs, { folder, settings: SETTINGS, durable: true, readySeconds: READY_SECONDS });
}
