/** The commands of `yanpiao` and their options (CONTRACT "Commands"). */
import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type Config, ConfigError, modelsFolderOf } from '../config.js';
import { EXIT, type Io, line, WrongUse } from '../control/io.js';
import { FIRST_ORGANISATION } from '../desk/accounts/first-start.js';
import { queryBody } from '../http/contract/queries.js';
import { ROLES, type Role } from '../ports/accounts.js';
import { tell } from '../run-process.js';
import { progressLine, withBar } from './terminal.js';
import { interruptible, type OcrChoice, openReader, runOnStores } from './tools.js';
import { ownVersion } from './version.js';
import type { WatchFlags } from './watch.js';

/** What a command leaves: an exit code, or a process that goes on. */
export type Ending = number | 'running';

/** Runs the command that `args` names; never throws. */
export async function runCli(args: readonly string[], io: Io): Promise<Ending> {
  let ending: Ending = EXIT.done;
  const program = buildProgram(io, (it) => {
    ending = it;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return ending;
  } catch (error) {
    // Commander has told its own errors already; `--help` and `--version` come this way, too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUse;
    io.err(line(error instanceof WrongUse ? error.message : tell(error)));
    return error instanceof WrongUse || error instanceof ConfigError ? EXIT.wrongUse : EXIT.fault;
  }
}

function buildProgram(io: Io, end: (ending: Ending) => void): Command {
  const program = new Command('yanpiao')
    .description('Reads and verifies Chinese invoices 验票：识别并查验发票')
    .version(ownVersion())
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError()
    .addHelpText(
      'after',
      '\nExit codes 退出码: 0 done 完成, 1 a file was refused or a check failed 有文件被拒或检查不通过,\n' +
        '  2 wrong use 用法错误, 3 a fault of ours 系统故障',
    );
  readingCommands(program, io, end);
  learnCommands(program, io, end);
  storeCommands(program, io, end);
  folderCommands(program, io, end);
  processCommands(program, io, end);
  return program;
}

const engineOption = () =>
  new Option('--engine <engine>', 'OCR engine 识别引擎')
    .choices(['auto', 'paddle', 'tesseract'])
    .default('auto');

/** Commands that need neither stores nor server. */
function readingCommands(program: Command, io: Io, end: (ending: Ending) => void): void {
  program
    .command('read')
    .description('read files: fields, confidence, source, findings 识别文件')
    .argument('<file...>', 'pictures, PDF, OFD, XML, ZIP, mails 图片、PDF、OFD、XML、压缩包、邮件')
    .option('--json', 'one line of JSON per file 每个文件一行 JSON', false)
    .addOption(engineOption())
    .action(async (files: string[], { json, engine }: { json: boolean; engine: OcrChoice }) => {
      const { readCommand } = await import('./read.js');
      const reader = await openReader(engine, io);
      try {
        end(await readCommand({ files, json }, reader, io, progressLine()));
      } finally {
        await reader.close();
      }
    });
  program
    .command('eval')
    .description('measure reading on a labelled folder 用带标签的文件夹测量识别率')
    .argument('<dir>', 'folder with labels.json 含 labels.json 的文件夹')
    .option('--json', 'JSON', false)
    .option('--only <glob>', 'only these keys of labels.json (picomatch) 只测这些文件')
    .addOption(engineOption())
    .action(async (dir: string, options: { json: boolean; only?: string; engine: OcrChoice }) => {
      const { evalCommand } = await import('./eval.js');
      const { json, only, engine } = options;
      end(await evalCommand({ dir, json, only }, () => openReader(engine, io), io, progressLine()));
    });
}

/** Counts what labels and corrections show into models of one's own. */
function learnCommands(program: Command, io: Io, end: (ending: Ending) => void): void {
  program
    .command('learn')
    .description('fit confidences, the threshold and the match anew 用标签、复核更正或比对结论重新校准')
    .argument(
      '<source...>',
      'folders with labels.json, files of corrections or of decisions 标签文件夹、更正记录或比对结论',
    )
    .option('--originals <dir>', 'where the originals lie that corrections speak of 更正所涉原件的文件夹')
    .option('--models <dir>', 'where what is learnt is kept 保存模型的文件夹（默认 data/models）')
    .option('--json', 'JSON', false)
    .addOption(engineOption())
    .action(async (sources: string[], options: LearnFlags) => {
      const { learnCommand } = await import('./learn.js');
      const { models = modelsFolderOf(), ...rest } = options;
      end(await learnCommand({ ...rest, sources, models: resolve(models) }, io, progressLine()));
    });
}

interface LearnFlags {
  originals?: string;
  models?: string;
  json: boolean;
  engine: OcrChoice;
}

const orgOption = () => new Option('--org <id>', 'organisation 组织').default(FIRST_ORGANISATION);

/** Commands on the stores: through the server where one runs. */
function storeCommands(program: Command, io: Io, end: (ending: Ending) => void): void {
  program
    .command('import')
    .description('import ledger files, recognised by their content 导入底账（自动识别格式）')
    .argument('<file...>', '全量发票查询导出结果, 勾选导出, 开票软件导出, 税控 XML, CSV, JSON, NDJSON')
    .option('--dry-run', 'say what would be done, write nothing 试运行', false)
    .option('--mapping <file>', 'JSON: header text → our field 字段对照（见 docs/ledger.md）')
    .addOption(orgOption())
    .option('--json', 'one line of JSON per file 每个文件一行 JSON', false)
    .action(async (named: string[], { mapping, ...flags }: ImportFlags) => {
      const { readMapping } = await import('./mapping.js');
      const told = mapping === undefined ? undefined : await readMapping(mapping);
      const files = named.map((file) => resolve(file));
      end(await runOnStores({ command: 'import', options: { ...flags, files, mapping: told } }, withBar(io)));
    });
  program
    .command('query')
    .description('ask the ledger 查验')
    .option('--number <number>', '发票号码')
    .option('--code <code>', '发票代码')
    .option('--date <date>', '开票日期')
    .option(
      '--amount <amount>',
      'the total the kind is checked by 金额（数电票为价税合计，其他为不含税金额）',
    )
    .option('--check-code <code>', 'last 6 digits 校验码后六位')
    .option('--qr <text>', 'text of the QR code 二维码内容')
    .option('--file <table>', 'ask about every row of an xlsx or CSV 批量查验表格中的每一行')
    .option('--out <table>', 'where its rows go with the answers behind them 结果文件（.xlsx 或 .csv）')
    .addOption(orgOption())
    .option('--json', 'JSON', false)
    .action(async ({ org, json, file, out, ...asked }: QueryFlags) => {
      if (file !== undefined || out !== undefined) {
        if (file === undefined || out === undefined || Object.keys(asked).length > 0)
          throw new WrongUse(
            '--file 与 --out 须一起使用，且不带其他条件 / --file and --out go together, and alone',
          );
        const options = { file: resolve(file), out: resolve(out), org, json };
        end(await runOnStores({ command: 'query file', options }, withBar(io)));
        return;
      }
      const body = queryBody.safeParse(asked);
      if (!body.success)
        throw new WrongUse('请给出 --number、--code 或 --qr / give --number, --code or --qr');
      end(await runOnStores({ command: 'query', options: { org, json, body: body.data } }, io));
    });
  accountCommands(program, io, end);
}

type QueryFlags = { org: string; json: boolean; file?: string; out?: string } & Readonly<
  Record<string, string | boolean | undefined>
>;

interface ImportFlags {
  dryRun: boolean;
  mapping?: string;
  org: string;
  json: boolean;
}

/** Ways in: what lies in folders. */
function folderCommands(program: Command, io: Io, end: (ending: Ending) => void): void {
  program
    .command('ingest')
    .description('hand in all files of folders as batches 批量提交文件夹')
    .argument('<path...>', 'folders or files 文件夹或文件')
    .option('--follow', 'stay until all is read, then sum up 等待全部读完并汇总', false)
    .option('--no-recursive', 'without sub-folders 不含子文件夹')
    .addOption(orgOption())
    .option('--json', 'one line of JSON per event 每个事件一行 JSON', false)
    .action(async (named: string[], flags: IngestFlags) => {
      const options = { ...flags, paths: named.map((path) => resolve(path)) };
      const told =
        '已中断；已提交的文件安全入队，不会丢失 / interrupted: what was handed in is safely queued (Ctrl-C again leaves at once)';
      end(
        await interruptible(withBar(io), told, (shown) => runOnStores({ command: 'ingest', options }, shown)),
      );
    });
  program
    .command('watch')
    .description('hand in whatever is put into a folder, then put it away 监视文件夹')
    .argument('<dir>', 'folder 文件夹')
    .option('--done <dir>', 'where originals go that were read 已处理原件（默认 DIR/done）')
    .option('--failed <dir>', 'where refused ones go 被拒原件（默认 DIR/failed）')
    .option('--poll', 'look again and again: for network folders 轮询（网络文件夹）', false)
    .option('--ledger', 'the files are ledger files: import them 文件是底账，逐个导入', false)
    .option('--mapping <file>', 'with --ledger: JSON, header text → our field 字段对照')
    .addOption(orgOption())
    .option('--json', 'one line of JSON per event 每个事件一行 JSON', false)
    .action(async (folder: string, { mapping, ...flags }: WatchOptions) => {
      const [{ watchCommand }, { readMapping }] = await Promise.all([
        import('./watch.js'),
        import('./mapping.js'),
      ]);
      if (mapping !== undefined && !flags.ledger)
        throw new WrongUse('--mapping 需与 --ledger 同用 / needs --ledger');
      const told = mapping === undefined ? undefined : await readMapping(mapping);
      const ending = '正在结束 / ending …';
      end(
        await interruptible(io, ending, (shown) => watchCommand({ ...flags, folder, mapping: told }, shown)),
      );
    });
}

type WatchOptions = Omit<WatchFlags, 'folder' | 'mapping'> & { mapping?: string };

interface IngestFlags {
  follow: boolean;
  recursive: boolean;
  org: string;
  json: boolean;
}

/** Commands for whoever may use the data folder. */
function accountCommands(program: Command, io: Io, end: (ending: Ending) => void): void {
  program
    .command('owner')
    .description('the organisation’s owner 组织的所有者')
    .command('password')
    .description('make a new password, print it once and end all sessions 重设密码，仅显示一次')
    .option('--email <email>', 'which owner, where there are several 有多位所有者时指明')
    .addOption(orgOption())
    .option('--json', '{"email":"…","password":"…"}', false)
    .action(async (options: { email?: string; org: string; json: boolean }) => {
      end(await runOnStores({ command: 'owner password', options }, io));
    });
  program
    .command('api-key')
    .description('keys for programs API 密钥')
    .command('create')
    .description('make a key and print it once 新建密钥，仅显示一次')
    .requiredOption('--role <role>', ROLES.join(' '), roleOf)
    .option('--label <label>', 'what it is for 用途', 'CLI')
    .addOption(orgOption())
    .option('--json', '{"key":"…"}', false)
    .action(async (options: { role: Role; label: string; org: string; json: boolean }) => {
      end(await runOnStores({ command: 'api-key create', options }, io));
    });
}

function roleOf(text: string): Role {
  const role = ROLES.find((one) => one === text);
  if (role === undefined) throw new InvalidArgumentError(`one of ${ROLES.join(' ')}`);
  return role;
}

/** Commands that go on until they are stopped, and the doctor. */
function processCommands(program: Command, io: Io, end: (ending: Ending) => void): void {
  const start = async (tasks?: Config['tasks']) => {
    const [{ runProcess }, { assemble }, { serve }] = await Promise.all([
      import('../run-process.js'),
      import('../assemble.js'),
      import('../serve.js'),
    ]);
    const say = (text: string) => io.out(line(text));
    await runProcess(async (config, onLost) =>
      serve(await assemble({ ...config, tasks: tasks ?? config.tasks }, onLost), say),
    );
    end('running');
  };
  program
    .command('serve')
    .description('run the server, as npm start does 启动服务')
    .action(() => start());
  program
    .command('worker')
    .description('run a line worker beside servers on PostgreSQL and Redis 启动工作进程')
    .action(() => start(['line']));
  program
    .command('doctor')
    .description('check what this machine has 检查运行环境')
    .option('--json', 'JSON', false)
    .action(async (options: { json: boolean }) => {
      const { doctorCommand } = await import('./doctor.js');
      end(await doctorCommand(options, io));
    });
}
