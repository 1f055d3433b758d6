/** A register on this machine that answers in the style of each vendor, or misbehaves as it is told. */
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type Style = 'baidu' | 'tencent' | 'nuonuo';
/** What it knows of the invoice that it is asked about. */
export type Case =
  | 'match'
  | 'void'
  | 'red_part'
  | 'mismatch'
  | 'not_found'
  | 'limited'
  | 'not_yet'
  | 'strange'
  | 'passing';

export interface Asked {
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Misbehaviour = (request: IncomingMessage, response: ServerResponse) => void;

export interface FakeRegister {
  readonly origin: string;
  readonly asked: Asked[];
  /** The next answers, one a request; the last one stays. */
  answer(style: Style, ...cases: readonly Case[]): void;
  misbehave(how: Misbehaviour): void;
  close(): Promise<void>;
}

const INVOICE = { date: '20260315', gross: '113.00' };
const SELLER = '云杉样本科技有限公司';

/** Bodies as the vendors document them. */
const BODIES: Readonly<Record<Style, (what: Case, number: string) => unknown>> = {
  baidu: (what, number) => {
    const codes = { match: '0001', void: '0001', red_part: '0001', mismatch: '0006', not_found: '0009' };
    const more = { limited: '0002', not_yet: '1014', strange: '9999', passing: '1021' };
    const signs: Readonly<Record<string, string>> = { match: 'N', void: 'Y', red_part: 'BH' };
    return {
      log_id: 1,
      VerifyResult: { ...codes, ...more }[what],
      VerifyMessage: '查验说明',
      InvalidSign: signs[what] ?? '',
      ...(signs[what] === undefined
        ? {}
        : {
            InvoiceNum: number,
            InvoiceDate: INVOICE.date,
            words_result: { SellerName: SELLER, AmountInFiguers: INVOICE.gross },
          }),
    };
  },
  tencent: (what, number) => {
    const failed = (Code: string) => ({ Response: { Error: { Code, Message: '查验说明' }, RequestId: 'r' } });
    const errors: Readonly<Record<string, string>> = {
      mismatch: 'FailedOperation.InvoiceMismatch',
      not_found: 'ResourceNotFound.NoInvoice',
      limited: 'FailedOperation.CountLimitError',
      not_yet: 'ResourceNotFound.NotSupportCurrentInvoiceQuery',
      strange: 'FailedOperation.ArrearsError',
      passing: 'RequestLimitExceeded',
    };
    const error = errors[what];
    if (error !== undefined) return failed(error);
    const Invoice = {
      ...{ Number: number, Date: INVOICE.date, AmountWithTax: '113', SellerName: SELLER },
      IsAbandoned: what === 'void' ? 'Y' : 'N',
    };
    return { Response: { Invoice, RequestId: 'r' } };
  },
  nuonuo: (what, number) => {
    if (what === 'strange') return { code: 'E9999', describe: '查验说明' };
    const codes = { match: '001', void: '001', red_part: '001', mismatch: '006', not_found: '009' };
    const cyjgdm = { ...codes, limited: '002', not_yet: 'rqerr', passing: '004' }[what];
    const states: Readonly<Record<string, string>> = { match: '0', void: 'Y', red_part: '7' };
    const invoice = {
      ...{ invoiceNo: number, invoiceDate: '2026-03-15', taxIncludedAmount: 113, salerName: SELLER },
      zfbz: states[what],
    };
    const result = states[what] === undefined ? { cyjgdm } : { cyjgdm, ...invoice };
    return { code: 'E0000', describe: '查验说明', result };
  },
};

/** The invoice that was asked about is the one that it knows. */
const numberIn = (asked: Asked | undefined): string => /\d{20}/.exec(asked?.body ?? '')?.[0] ?? '';

export async function startFakeRegister(): Promise<FakeRegister> {
  let handle: Misbehaviour = (_request, response) => response.writeHead(404).end();
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      asked.push({ url, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      handle(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    asked,
    answer(style, ...cases) {
      const left = [...cases];
      handle = (_request, response) => {
        const what = (left.length > 1 ? left.shift() : left[0]) ?? 'not_found';
        response
          .setHeader('content-type', 'application/json')
          .end(JSON.stringify(BODIES[style](what, numberIn(asked.at(-1)))));
      };
    },
    misbehave(how) {
      handle = how;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Tencent's signature of what was asked, reckoned as its documentation says and apart from our code. */
export function tc3SignatureOf({ url, headers, body }: Asked, secretKey: string): string {
  const stamp = Number(headers['x-tc-timestamp']);
  const date = new Date(stamp * 1000).toISOString().slice(0, 10);
  const hex = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
  const sign = (key: string | Buffer, text: string) =>
    createHmac('sha256', key).update(text, 'utf8').digest();
  const canonical = `POST\n${url.pathname}\n\ncontent-type:${headers['content-type']}\nhost:${headers.host}\n\ncontent-type;host\n${hex(body)}`;
  const text = `TC3-HMAC-SHA256\n${stamp}\n${date}/ocr/tc3_request\n${hex(canonical)}`;
  return sign(sign(sign(sign(`TC3${secretKey}`, date), 'ocr'), 'tc3_request'), text).toString('hex');
}
