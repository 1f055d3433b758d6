/**
 * The one catalogue of what can go wrong over HTTP (RFC 9457). `code` is stable and is what programs decide by; the
 * texts are for people. docs/errors.md and `GET /api/errors` are generated from here.
 */
import { REFUSALS } from '../document/refusal.js';

export type Language = 'zh' | 'en';
export type Text = Readonly<Record<Language, string>>;

interface ProblemText {
  readonly status: number;
  readonly title: Text;
  readonly detail: Text;
  readonly remedy: Text;
}

type Pair = readonly [zh: string, en: string];
const both = ([zh, en]: Pair): Text => ({ zh, en });
const problem = (status: number, title: Pair, detail: Pair, remedy: Pair): ProblemText => ({
  status,
  title: both(title),
  detail: both(detail),
  remedy: both(remedy),
});

/** Every problem, by its code. */
export const PROBLEMS = {
  invalid_request: problem(
    400,
    ['请求有误', 'The request is not right'],
    ['请求的某一部分不符合接口说明', 'Some part of the request is not what the interface asks for'],
    [
      '请按 errors 中的提示修改；接口说明见 /api/docs',
      'Change what errors names; the interface is described at /api/docs',
    ],
  ),
  no_file: problem(
    400,
    ['没有文件', 'No file'],
    ['请求中没有名为 file 的文件', 'The request holds no file part named file'],
    [
      '请以 multipart/form-data 上传，文件字段名为 file',
      'Send multipart/form-data with the file in a part named file',
    ],
  ),
  upload_incomplete: problem(
    400,
    ['上传中断', 'The upload broke off'],
    ['文件没有传完，未保存任何内容', 'The file did not arrive in full; nothing was kept'],
    ['请检查网络后重新上传', 'Check the connection and upload again'],
  ),
  not_signed_in: problem(
    401,
    ['未登录', 'Not signed in'],
    ['此操作需要登录或有效的 API 密钥', 'This needs a session or a valid API key'],
    [
      '请登录，或在 Authorization 头中给出有效的密钥',
      'Sign in, or send a valid key in the Authorization header',
    ],
  ),
  sign_in_failed: problem(
    401,
    ['登录失败', 'Signing in failed'],
    ['邮箱或密码不正确', 'The e-mail or the password is wrong'],
    [
      '请核对后重试；忘记密码请联系管理员',
      'Check them and try again, or ask your administrator for a new password',
    ],
  ),
  forbidden: problem(
    403,
    ['没有权限', 'Not allowed'],
    ['您的角色不能执行此操作', 'Your role may not do this'],
    ['请联系本组织的管理员', 'Ask an administrator of your organisation'],
  ),
  cross_site: problem(
    403,
    ['跨站请求被拒绝', 'Cross-site request refused'],
    ['请求来自其他网站', 'The request came from another site'],
    ['请从本系统的页面操作；程序请使用 API 密钥', 'Use our own pages; programs use an API key'],
  ),
  not_found: problem(
    404,
    ['不存在', 'Not found'],
    ['没有这一项，或它不属于您的组织', 'There is no such thing, or it is not of your organisation'],
    ['请检查地址或编号', 'Check the address or the id'],
  ),
  no_picture: problem(
    404,
    ['没有票面图像', 'No picture'],
    ['这份文件是数据文件（XML），没有可看的页面', 'This document is data (XML) and has no page to look at'],
    [
      '字段见 GET /documents/:id；原件见 GET /documents/:id/original',
      'Its fields are at GET /documents/:id, the original at GET /documents/:id/original',
    ],
  ),
  member_unreadable: problem(
    404,
    ['无法取出这个文件', 'This file cannot be taken out'],
    [
      '压缩包或邮件中的这个文件已损坏、加密或过大',
      'This file of the ZIP or mail is damaged, encrypted or too large',
    ],
    [
      '请用 GET /documents/:id/original 下载整个原件',
      'Download the whole original at GET /documents/:id/original',
    ],
  ),
  idempotency_conflict: problem(
    409,
    ['幂等键已被使用', 'Idempotency key already used'],
    ['同一 Idempotency-Key 曾用于另一请求', 'The same Idempotency-Key came with another request'],
    ['请为新的请求使用新的键', 'Use a new key for a new request'],
  ),
  idempotency_running: problem(
    409,
    ['同一请求仍在处理', 'The same request still runs'],
    [
      '带有同一 Idempotency-Key 的请求还没有结束',
      'A request with the same Idempotency-Key has not ended yet',
    ],
    [
      '请在 Retry-After 所示秒数后用同一键重试，即可得到它的答复',
      'Try again with the same key after the seconds that Retry-After names: you get its answer',
    ],
  ),
  shown_once: problem(
    409,
    ['密钥只显示一次', 'The key is shown once'],
    [
      '带有同一 Idempotency-Key 的请求已建立了 API 密钥；密钥不留存，不能再次给出',
      'A request with the same Idempotency-Key has made an API key; keys are not kept and cannot be told again',
    ],
    [
      '没有收到密钥时，请在 GET /api-keys 中找到并吊销它，再用新的 Idempotency-Key 建立一个',
      'If you never got it, find it at GET /api-keys, revoke it, and make another under a new Idempotency-Key',
    ],
  ),
  not_read_yet: problem(
    409,
    ['尚未识别完', 'Not read yet'],
    ['这份文件还在识别或比对', 'This document is still being read or matched'],
    ['请等到 state 为 done 或 review 再取', 'Ask again once its state is done or review'],
  ),
  no_own_companies: problem(
    409,
    ['尚未登记本企业', 'No company of your own is named'],
    ['区分进项与销项需要知道哪些税号是本企业', 'Purchases and sales are told apart by your own tax ids'],
    ['请先在规则设置中登记本企业的名称与税号', 'Name your companies in the rules first'],
  ),
  rules_changed: problem(
    409,
    ['规则已被他人修改', 'The rules were edited meanwhile'],
    ['在您编辑期间，有人保存了另一版本', 'Somebody saved another edition while you were editing'],
    ['请重新打开规则，再作修改', 'Load the rules again and repeat your edit'],
  ),
  already_claimed: problem(
    409,
    ['发票已被占用', 'Already claimed'],
    [
      '有发票已用于别的报销单，本次没有锁定任何发票',
      'An invoice is used for another claim; nothing was locked',
    ],
    [
      '请去掉已被占用的发票，或请对方先撤销（答复的 held 列出全部占用）',
      'leave out the invoices that are used, or have the other claim cancelled first (held in the answer lists each use)',
    ],
  ),
  claim_ended: problem(
    409,
    ['报销单已结束', 'The claim has ended'],
    ['这张报销单的发票已核销或已释放', 'The invoices of this claim were used for good, or are free again'],
    ['请用 GET /claims?reference= 查看其状态', 'See its state at GET /claims?reference='],
  ),
  no_register: problem(
    409,
    ['没有可用的查验渠道', 'No register to ask'],
    [
      '没有配置支持这种发票的外部查验渠道',
      'No external register that knows this kind of invoice has been set up',
    ],
    [
      '请到官方平台人工查验并录入结果，或由管理员配置查验渠道（docs/registries.md）',
      'Look it up at the official site and record the result, or have a register set up (docs/registries.md)',
    ],
  ),
  not_reopenable: problem(
    409,
    ['没有可重做的工作', 'Nothing to run again'],
    ['这项工作没有失败，或已在重做', 'This work has not failed, or runs again already'],
    ['请刷新列表', 'Load the list again'],
  ),
  too_large: problem(
    413,
    ['文件太大', 'The file is too large'],
    ['文件超过上限，未保存任何内容', 'The file is over the limit; nothing was kept'],
    [
      '图片请不超过 60 MB，XML 请不超过 32 MB，其他文件请不超过 1 GB',
      'Pictures up to 60 MB, XML up to 32 MB, other files up to 1 GB',
    ],
  ),
  too_many_files: problem(
    413,
    ['文件太多', 'Too many files'],
    ['一次请求中的文件超过上限', 'More files in one request than the limit'],
    ['请分多次上传', 'Upload them in several requests'],
  ),
  range_not_satisfiable: problem(
    416,
    ['没有这一段', 'No such range'],
    ['Range 所要的字节在文件末尾之后', 'The bytes that Range asks for lie behind the end of the file'],
    ['请按 Content-Range 给出的长度重新请求', 'Ask again by the length that Content-Range gives'],
  ),
  unsupported_media_type: problem(
    415,
    ['请求格式不支持', 'Unsupported media type'],
    ['此接口不接受这种 Content-Type', 'This call does not take this Content-Type'],
    [
      '文件用 multipart/form-data，其他用 application/json',
      'Files as multipart/form-data, all else as application/json',
    ],
  ),
  not_a_screenshot: problem(
    415,
    ['不是截图', 'Not a screenshot'],
    [
      '文件不是 PNG、JPEG、WebP 或 PDF（按内容判断，与文件名无关），未保存任何内容',
      'The file is no PNG, JPEG, WebP or PDF by its bytes, whatever its name says; nothing was kept',
    ],
    [
      '请上传官方查验页面的截图，或把该页面打印成 PDF 后上传',
      'Hand in a screenshot of the official page, or print that page to a PDF',
    ],
  ),
  not_claimable: problem(
    422,
    ['不能报销', 'Cannot be claimed'],
    [
      '有发票未通过检查或号码待确认，本次没有锁定任何发票',
      'Checks block an invoice, or its number is not sure; nothing was locked',
    ],
    [
      'blocked 逐张写明原因；请先处理，或去掉这些发票',
      'blocked names the reason for each; settle it first, or leave those invoices out',
    ],
  ),
  not_askable: problem(
    422,
    ['要素不全', 'Not enough to ask with'],
    [
      '查验所需的号码、日期或金额没有读准',
      'The number, date or amount that verification needs was not read for certain',
    ],
    ['请先核对这些字段，再查验', 'Confirm these fields first, then ask again'],
  ),
  rate_limited: problem(
    429,
    ['请求过于频繁', 'Too many requests'],
    ['短时间内请求太多', 'Too many requests in a short time'],
    ['请在 Retry-After 所示秒数后重试', 'Try again after the seconds that Retry-After names'],
  ),
  internal: problem(
    500,
    ['系统出错', 'A fault of ours'],
    ['系统内部出错，已记入日志', 'Something failed inside; it was logged'],
    [
      '请稍后重试；若仍失败，请把 requestId 告知管理员',
      'Try again later; if it stays, tell the administrator the requestId',
    ],
  ),
  not_ready: problem(
    503,
    ['尚未就绪', 'Not ready'],
    ['数据库或队列暂时不可用', 'The database or the queue cannot be reached just now'],
    ['请稍后重试', 'Try again in a moment'],
  ),
  storage_full: problem(
    507,
    ['存储空间已满', 'The storage is full'],
    ['没有空间保存原件，未保存任何内容', 'There is no room for the original; nothing was kept'],
    ['请联系管理员清理或扩充磁盘', 'Ask the administrator to free or add disk space'],
  ),
} as const satisfies Record<string, ProblemText>;

export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS) as readonly ProblemCode[];

/** docs/errors.md: the catalogue for people, and the refusals of files beside it. */
export function errorsDocument(): string {
  const sections = PROBLEM_CODES.map((code) => {
    const { status, title, detail, remedy } = PROBLEMS[code];
    return [
      `## ${code}`,
      '',
      `HTTP ${status} · ${title.zh} · ${title.en}`,
      '',
      `- ${detail.zh}。${remedy.zh}。`,
      `- ${detail.en}. ${remedy.en}.`,
    ].join('\n');
  });
  return [
    '# Errors of the HTTP interface',
    '',
    'Generated from `src/http/problems.ts` and `src/document/refusal.ts` by `npm test -- test/http/errors.test.ts -u`; the same',
    'test keeps them equal.',
    'Every error is `application/problem+json` with `type`, `status`, `code`, `title`, `detail`, `remedy` and `requestId`;',
    'Chinese by default, English where `Accept-Language` prefers it. Decide by `code`.',
    '',
    ...sections.flatMap((section) => [section, '']),
    '# Refusals of files',
    '',
    'A file that cannot be read is no error of the interface: the document ends in the state `refused`, and `refusal` says why.',
    'The same stands at a page or a file in a ZIP or mail that cannot be read while the rest can, and in the commands.',
    '',
    '| `code` | | |',
    '|---|---|---|',
    ...Object.entries(REFUSALS).map(
      ([code, { zh, en, remedyZh, remedyEn }]) =>
        `| \`${code}\` | ${zh}。${remedyZh}。 | ${en}. ${remedyEn}. |`,
    ),
    '',
  ].join('\n');
}
