/**
 * By which way a file came in: a program over HTTP, the web page, a watched folder, a mailbox, or a command that was
 * given it (`ingest`).
 */
export const WAY_NAMES = ['api', 'web', 'folder', 'mailbox', 'cli'] as const;
export type WayIn = (typeof WAY_NAMES)[number];

/** Limits of the ways in beside HTTP – folders, batches, a mailbox – each with its reason. */
export const WAYS_IN = {
  /** Files of one batch: as many as one upload may hold, so that a batch looks the same whichever way it came. */
  batchFiles: 100,
  folder: {
    /** Size and time of change stay the same for so long before a file is taken: scanners pause a second between pages. */
    settleMs: 2_000,
    /** An empty file is one that somebody is about to write; after this it is taken for what it is. */
    emptyMs: 30_000,
    /** How often waiting files are looked at. */
    lookMs: 500,
    /** Waiting files looked at in one go: thousands dropped at once must not keep the disk busy with looking. */
    looks: 500,
    /** Everything is listed again: what the system forgot to tell, as network folders do. */
    rescanMs: 30_000,
    /** The same where the system cannot tell at all (`--poll`). */
    pollMs: 3_000,
    /** Files handed in at once: reading from the disk waits, more would only make the disk seek. */
    atOnce: 4,
    /** Files handed in that nobody has read yet. What waits beyond them waits in the folder, so that a restart has little to hand in again. */
    underWay: 1_000,
    /** Documents asked after in one go. */
    asked: 100,
    askEveryMs: 1_000,
    /** After a fault outside the file: nobody listens, the disk is full, the folder cannot be written. */
    retryMs: 10_000,
  },
  follow: {
    /** As the page does: twice a second looks live to a person. */
    everyMs: 500,
    /** Batches asked after in one go: they are read in their order, later ones have not begun. */
    batches: 4,
  },
  mailbox: {
    /** Mails handed in and not read yet; the others wait in the mailbox. */
    underWay: 50,
    /** Mails whose sizes and subjects are asked for at once: what they answer stays below a megabyte. */
    page: 100,
    /** Looks for new mail even when the server tells of none: not every server keeps its word about IDLE. */
    pollMs: 60_000,
    /** Servers must let a client idle for 30 minutes (RFC 2177, 3); routers between forget a silent connection sooner. */
    idleMs: 5 * 60_000,
    /** First and longest wait before connecting again: an evening's maintenance must not lock us out. */
    backoffMs: { least: 1_000, most: 5 * 60_000 },
    /** Asked of the server in one piece while a mail is fetched; held in memory. */
    chunkBytes: 1024 * 1024,
    /** How often a mail that was handed in is asked after. */
    askEveryMs: 1_000,
    /** A mail that could not be taken for a reason that passes – a full disk, a database away – is tried again. */
    retryMs: 30_000,
  },
} as const;
