/** `yanpiao learn`: fits the models anew on labelled folders, reviewers' corrections and their decisions on matches. */
import { readFile, stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { EXIT, type ExitCode, type Io, line, WrongUse } from '../control/io.js';
import { todayInShanghai } from '../invoice/dates.js';
import type { Learning, Lesson } from '../learn/learn.js';
import type { MatchLearning } from '../learn/learn-matching.js';
import type { MatchLesson } from '../learn/match-decisions.js';
import type { OcrEngine } from '../ports/ocr.js';
import type { ProgressLine } from './terminal.js';
import type { OcrChoice } from './tools.js';

export interface LearnCommandOptions {
  /** Folders with labels.json, files of corrections, files of decisions. */
  readonly sources: readonly string[];
  /** Where the originals lie that corrections speak of. */
  readonly originals?: string;
  /** Where the models are kept and read from. */
  readonly models: string;
  readonly engine: OcrChoice;
  readonly json: boolean;
}

/** 1 when there is too little to learn from: the models stay as they are. */
export async function learnCommand(
  options: LearnCommandOptions,
  io: Io,
  progress: ProgressLine,
): Promise<ExitCode> {
  const { sources, originals, models, json } = options;
  const { matching, reading } = await parted(sources);
  const lessons = await lessonsOf(reading, originals, io);
  const pairs = await learnPairs([...matching, ...reading], models, io);
  if (pairs !== null && !json) io.out(line(pairs.words));
  if (lessons.length === 0 && pairs !== null) {
    if (json)
      io.out(line(JSON.stringify({ learnt: pairs.learning.learnt > 0, matching: pairs.learning, models })));
    return EXIT.done;
  }
  const learning = await learnReading(lessons, options, io, progress);
  return learning.end === 'too little'
    ? tellTooLittle(learning, pairs?.learning, json, io)
    : tellLearnt(learning, pairs?.learning, options, io);
}

/** Reads the lessons with the engine that was asked for and adds them to the models in use. */
async function learnReading(
  lessons: readonly Lesson[],
  { models, engine }: LearnCommandOptions,
  io: Io,
  progress: ProgressLine,
): Promise<Learning> {
  const [{ assembleReadTools }, { gatherSheets }, { gatherSlips }, { learn }] = await Promise.all([
    import('../assemble-reading.js'),
    import('../pipeline/line.js'),
    import('../pipeline/extract/extract.js'),
    import('../learn/learn.js'),
  ]);
  const onWarning = (message: string) => io.err(line(message));
  const tools = await assembleReadTools({ ocrEngine: engine, modelsFolder: models, onWarning });
  let engineInUse: OcrEngine | null = null;
  const ocr = async () => {
    engineInUse = await tools.ocr();
    return engineInUse;
  };
  try {
    return await learn({
      lessons,
      base: tools.models,
      folder: pathToFileURL(`${models}/`),
      gather: async (bytes) => gatherSlips(await gatherSheets(bytes, { ...tools, ocr })),
      date: tools.today(),
      onProgress: (done, total, file) => progress.show(done, total, file),
    });
  } finally {
    progress.stop();
    await (engineInUse as OcrEngine | null)?.close();
  }
}

async function tellTooLittle(
  { fields, known, refused }: Extract<Learning, { end: 'too little' }>,
  matching: MatchLearning | undefined,
  json: boolean,
  io: Io,
): Promise<ExitCode> {
  const { LEAST_FIELDS } = await import('../learn/learn.js');
  if (json) io.out(line(JSON.stringify({ learnt: false, fields, known, refused, matching })));
  io.err(
    line(
      `只有 ${fields} 个有标签的字段，至少需要 ${LEAST_FIELDS} 个；模型未改动 / only ${fields} labelled fields of the ${LEAST_FIELDS} it takes: the models stay as they are (${known} documents were learnt from before, ${refused} refused)`,
    ),
  );
  return EXIT.refused;
}

async function tellLearnt(
  { fitted, known, refused }: Extract<Learning, { end: 'learnt' }>,
  matching: MatchLearning | undefined,
  { json, models }: LearnCommandOptions,
  io: Io,
): Promise<ExitCode> {
  if (json) {
    const { accept } = fitted.models.thresholds;
    const ece = { before: fitted.before.result().ece, after: fitted.after.result().ece };
    const told = { learnt: true, fields: fitted.fields, known, refused, accept, ece, models, matching };
    io.out(line(JSON.stringify(told)));
    return EXIT.done;
  }
  const { formatFit } = await import('../learn/report.js');
  io.out(line(`${formatFit(fitted)}\n\n${models}: ${known} documents known before, ${refused} refused`));
  return EXIT.done;
}

/** Files of decisions, and all else. */
async function parted(sources: readonly string[]): Promise<{ matching: string[]; reading: string[] }> {
  const { holdsDecisions } = await import('../learn/match-decisions.js');
  const parts = { matching: [] as string[], reading: [] as string[] };
  for (const source of sources) {
    const isFile = await stat(source).then(
      (found) => found.isFile(),
      // What cannot be looked at is told by whoever opens it.
      () => false,
    );
    const decisions = isFile && holdsDecisions(await readFile(source, 'utf8'));
    parts[decisions ? 'matching' : 'reading'].push(source);
  }
  return parts;
}

/** Counts the pairs that files of decisions and of corrections show; `null` where there is no such file. */
async function learnPairs(
  sources: readonly string[],
  models: string,
  io: Io,
): Promise<{ learning: MatchLearning; words: string } | null> {
  const [decisions, { parseCorrections }, { learnMatching }, { matchCountsInUse }] = await Promise.all([
    import('../learn/match-decisions.js'),
    import('../learn/corrections.js'),
    import('../learn/learn-matching.js'),
    import('../pipeline/match/model.js'),
  ]);
  const lessons: MatchLesson[] = [];
  let files = 0;
  for (const source of sources) {
    if ((await stat(source)).isDirectory()) continue;
    files += 1;
    const lines = await readFile(source, 'utf8');
    try {
      lessons.push(
        ...(decisions.holdsDecisions(lines)
          ? decisions.lessonsOfDecisions(decisions.parseDecisions(lines))
          : decisions.lessonsOfCorrections(parseCorrections(lines))),
      );
    } catch (error) {
      throw new WrongUse(`${source}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (files === 0) return null;
  const folder = pathToFileURL(`${models}/`);
  const base = await matchCountsInUse(folder, (message) => io.err(line(message)));
  const learning = await learnMatching(lessons, base, folder, todayInShanghai());
  const { learnt, known, empty } = learning;
  return {
    learning,
    words: `${models}: 比对模型新计入 ${learnt} 对 / ${learnt} pairs counted for the match (${known} known before, ${empty} that show nothing)`,
  };
}

async function lessonsOf(
  sources: readonly string[],
  originals: string | undefined,
  io: Io,
): Promise<Lesson[]> {
  const { lessonsOfCorrections, lessonsOfFolder } = await import('../learn/learn.js');
  const lessons: Lesson[] = [];
  for (const source of sources) {
    try {
      if ((await stat(source)).isDirectory()) {
        lessons.push(...(await lessonsOfFolder(source)));
        continue;
      }
      if (originals === undefined)
        throw new WrongUse(
          '更正记录需要 --originals DIR（原件所在文件夹）/ corrections need --originals DIR',
        );
      const found = await lessonsOfCorrections(source, originals);
      lessons.push(...found.lessons);
      if (found.missing > 0)
        io.err(line(`${source}: ${found.missing} 份原件不在 ${originals} / originals are not there`));
    } catch (error) {
      if (error instanceof WrongUse) throw error;
      throw new WrongUse(`${source}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return lessons;
}
