/** Files of other systems: what each may look like, and what is told when it does not. */
import { CFB, utils, write } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { openBytes, readBytes, workbookOf } from './make.js';

const NUMBER = '26312000000012345678';
const HEADER = ['数电票号码', '开票日期', '销方名称', '金额', '税额'];
const ROW = [NUMBER, '2026-10-15', '沪上样例餐饮管理有限公司', 100, 6];

const codesOf = (rows: readonly object[]) => rows.map((row) => ('code' in row ? row.code : 'ok'));

describe('a mapping', () => {
  it('names columns by their headers, and leaves out what it gives no name', async () => {
    const text = '流水,Datum,含税,金额,备注\n26312000000012345678,2026-10-15,106,99,x\n';
    const mapping = { 流水: 'invoiceNumber', Datum: 'issueDate', 含税: 'grossTotal', 金额: '' } as const;
    const { format, rows } = await openBytes(text, mapping);
    expect(format).toBe('mapped_table');
    expect(rows).toMatchObject([
      // 备注 is not in the mapping and is found as always; 金额 is, and is left out.
      { invoice: { invoiceNumber: NUMBER, grossTotal: 10600n, netTotal: null, note: 'x' } },
    ]);
  });

  it('gathers lines where it names them', async () => {
    const text = ['Nr;Datum;Ware;Summe;Steuer', `${NUMBER};2026-10-15;茶;60;3.60`, `${NUMBER};;饼;40;2.40`];
    const { rows } = await openBytes(text.join('\n'), {
      Nr: 'digitalNumber',
      Datum: 'issueDate',
      Ware: 'lines.name',
      Summe: 'lines.amount',
      Steuer: 'lines.taxAmount',
    });
    expect(rows).toMatchObject([
      {
        invoice: {
          netTotal: 10000n,
          taxTotal: 600n,
          grossTotal: 10600n,
          lines: [{ name: '茶' }, { name: '饼' }],
        },
      },
    ]);
  });

  it('that does not fit says which header is missing', async () => {
    const text = '流水,Datum\n26312000000012345678,2026-10-15\n';
    await expect(readBytes(text, { 流水: 'invoiceNumber', 日期: 'issueDate' })).rejects.toMatchObject({
      code: 'mapping_unfit',
      told: expect.stringContaining('日期'),
    });
    await expect(readBytes(text, { 流水: 'invoiceNumber' })).rejects.toMatchObject({ code: 'mapping_unfit' });
    await expect(readBytes(text, { Datum: 'issueDate' })).rejects.toMatchObject({ code: 'mapping_unfit' });
  });
});

describe('a desktop export', () => {
  const HEAD = ['发票代码', '发票号码', '购方企业名称', '开票日期', '商品名称', '金额', '税率', '税额'];
  const first = (number: string | number, name: string, amount: number, tax: number) => [
    ...['3100213130', number, '云溪测试科技（北京）有限公司', '2022-03-09', name, amount, '13%', tax],
  ];
  const more = (name: string, amount: number | string, tax: number) => [
    null,
    null,
    null,
    null,
    name,
    amount,
    '13%',
    tax,
  ];
  const exported = (...rows: (string | number | null)[][]) =>
    workbookOf({
      发票数据: [['发票类别：增值税专用发票'], HEAD, ...rows, ['份数：2', null, null, null, null, 1]],
    });

  it('has the invoice on its first line, and 小计 below', async () => {
    const rows = await readBytes(
      await exported(
        first('00418273', '茶', 100, 13),
        more('饼', 50, 6.5),
        more('小计', 150, 19.5),
        first('00418274', '水', 10, 1.3),
      ),
    );
    expect(rows).toMatchObject([
      {
        where: '发票数据 第 3 行',
        invoice: { kind: 'vat_special_paper', netTotal: 15000n, taxTotal: 1950n },
      },
      { invoice: { invoiceNumber: '00418274', grossTotal: 1130n, lines: [{ name: '水' }] } },
    ]);
  });

  it('whose lines are not what 小计 says comes without them', async () => {
    const rows = await readBytes(await exported(first('00418273', '茶', 100, 13), more('小计', 150, 19.5)));
    expect(rows).toMatchObject([{ invoice: { netTotal: 15000n, lines: [] } }, { code: 'sums_differ' }]);
  });

  it('with a damaged number loses that invoice only, and gives its lines to nobody', async () => {
    const rows = await readBytes(
      await exported(
        first('00418273', '茶', 100, 13),
        first(418274, '水', 10, 1.3),
        more('酒', 20, 2.6),
        more('小计', 30, 3.9),
        first('00418275', '饼', 50, 6.5),
        more('糕', '五元', 0),
      ),
    );
    expect(codesOf(rows)).toEqual(['ok', 'id_damaged', 'bad_amount']);
    expect(rows[0]).toMatchObject({ invoice: { netTotal: 10000n, lines: [{ name: '茶' }] } });
  });
});

describe('HTML under the name of a workbook', () => {
  const html = (body: string) => `<!-- x > y -->\n<html><style>td{a:'<td>'}</style><body>${body}`;
  const cells = (row: readonly unknown[]) => `<tr>${row.map((cell) => `<td class=a>${cell}`).join('')}`;

  it('is read whatever is closed or not', async () => {
    const { format, rows } = await openBytes(
      html(
        `<table><tr><td colspan="5">清单&nbsp;&amp; 表</td></tr></table><table>${cells(HEADER)}${cells(ROW)}</tr><!-- <tr><td>no --></table>`,
      ),
    );
    expect(format).toBe('table');
    expect(rows).toMatchObject([{ invoice: { invoiceNumber: NUMBER, grossTotal: 10600n } }]);
  });

  it('keeps to its bounds', async () => {
    const long = 'x'.repeat(70_000);
    const table = `<table>${cells(HEADER)}`;
    await expect(readBytes(html(`${table}<tr><td>${long}`))).rejects.toMatchObject({ code: 'too_large' });
    await expect(readBytes(html(`${table}<tr><td ${long}`))).rejects.toMatchObject({ code: 'too_large' });
    await expect(readBytes(html(`${table}<tr>${'<td colspan=999>'.repeat(9)}`))).rejects.toMatchObject({
      code: 'too_large',
    });
    await expect(readBytes(html('<table><tr><td>x'))).rejects.toMatchObject({ code: 'not_a_ledger' });
  });
});

describe('an old .xls', () => {
  const book = (rows: readonly (readonly (string | number | Date)[])[]) => {
    const made = utils.book_new();
    utils.book_append_sheet(made, utils.aoa_to_sheet(rows.map((row) => [...row])), 'Sheet1');
    return new Uint8Array(write(made, { type: 'buffer', bookType: 'biff8' }) as Buffer);
  };
  const compound = (streams: Readonly<Record<string, Uint8Array>>) => {
    const made = CFB.utils.cfb_new();
    for (const [name, bytes] of Object.entries(streams)) CFB.utils.cfb_add(made, name, [...bytes]);
    return new Uint8Array(CFB.write(made, { type: 'buffer' }) as Buffer);
  };

  it('is read, dates and numbers as they are stored', async () => {
    const { format, of, rows } = await openBytes(
      book([
        HEADER,
        [NUMBER, 46_310, '沪上样例', 94.339999999999989, 6],
        [2.6312000000012345e19, '2026-10-15', 'x', 1, 0],
      ]),
    );
    expect([format, of]).toEqual(['table', 3]);
    expect(rows).toMatchObject([
      { where: 'Sheet1 第 2 行', invoice: { issueDate: '2026-10-15', netTotal: 9434n } },
      { code: 'id_damaged' },
    ]);
  });

  it('behind a password is told as that, old and new', async () => {
    const encrypted = compound({ EncryptedPackage: Buffer.alloc(64), EncryptionInfo: Buffer.alloc(64) });
    await expect(readBytes(encrypted)).rejects.toMatchObject({ code: 'encrypted_file' });
    // BOF of BIFF8, then FILEPASS (RC4), then EOF.
    const bof = '0908100000060500bb0dcc07c100000006000000';
    const filePass = `2f003600010001000100${'00'.repeat(48)}`;
    const old = compound({ Workbook: Buffer.from(`${bof}${filePass}0a000000`, 'hex') });
    await expect(readBytes(old)).rejects.toMatchObject({ code: 'encrypted_file' });
  });

  it('that is cut, or is something else, is refused', async () => {
    await expect(readBytes(compound({ WordDocument: Buffer.alloc(64) }))).rejects.toMatchObject({
      code: 'not_a_ledger',
    });
    await expect(readBytes(compound({ Workbook: Buffer.alloc(64, 7) }))).rejects.toMatchObject({
      name: 'LedgerFileError',
    });
    await expect(readBytes(book([HEADER, ROW]).subarray(0, 1600))).rejects.toMatchObject({
      name: 'LedgerFileError',
    });
  });
});

describe('JSON', () => {
  const item = {
    kind: 'digital_general',
    invoiceNumber: NUMBER,
    issueDate: '2026-10-15',
    netTotal: '100.00',
  };

  it('comes as an array, as an answer of ours, or object after object', async () => {
    const read = { invoice: { invoiceNumber: NUMBER, netTotal: 10000n, state: 'unknown' } };
    const odd = { ...item, note: '}]{"\\' };
    for (const [text, format] of [
      [JSON.stringify([odd, item]), 'json'],
      [JSON.stringify({ items: [odd, item], next: null }), 'json'],
      [`${JSON.stringify(odd)}\n${JSON.stringify(item)}\n`, 'ndjson'],
      [JSON.stringify(odd, null, 2) + JSON.stringify(item), 'ndjson'],
    ] as const) {
      const told = await openBytes(text);
      expect(told.format).toBe(format);
      expect(told.rows).toMatchObject([{ where: '第 1 条', ...read }, read]);
      expect(told.rows[0]).toMatchObject({ invoice: { note: '}]{"\\' } });
    }
    expect(await readBytes('[]')).toEqual([]);
  });

  it('is judged item by item', async () => {
    const wrong = [
      { ...item, invoiceNumber: 26312000000012 },
      { ...item, issueDate: '15.10.2026' },
      { ...item, netTotal: '1e3' },
      { ...item, kind: 'x' },
      { ...item, x: 1 },
      { ...item, lines: [{ amount: '1.00' }] },
      item,
    ];
    expect(codesOf(await readBytes(JSON.stringify(wrong)))).toEqual([
      ...['id_damaged', 'bad_date', 'bad_amount', 'unknown_kind', 'invalid_item', 'invalid_item', 'ok'],
    ]);
  });

  it('that is cut, garbled or endless is refused', async () => {
    const text = JSON.stringify([item, item]);
    await expect(readBytes(text.slice(0, -5))).rejects.toMatchObject({ code: 'damaged_file' });
    await expect(readBytes('[{"a":}]')).rejects.toMatchObject({ code: 'damaged_file' });
    await expect(readBytes('[]]')).rejects.toMatchObject({ code: 'damaged_file' });
    await expect(readBytes(`[{"note":"${'x'.repeat(2 ** 21)}"}]`)).rejects.toMatchObject({
      code: 'too_large',
    });
  });
});

describe('exchange XML', () => {
  const one = (inside: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><business id="FPKJ"><RESPONSE_COMMON_FPKJ>${inside}</RESPONSE_COMMON_FPKJ></business>`;

  it('of a request has no number yet, and other XML is no ledger', async () => {
    const request = one('<XSF_MC>样例</XSF_MC><HJJE>1.00</HJJE>');
    expect(codesOf(await readBytes(request))).toEqual(['no_number']);
    await expect(readBytes('<?xml version="1.0"?><a/>')).rejects.toMatchObject({ code: 'not_a_ledger' });
  });

  it('that is broken, forbidden or endless is refused', async () => {
    await expect(readBytes(one('<XSF_MC>').slice(0, -40))).rejects.toMatchObject({ code: 'damaged_file' });
    await expect(readBytes(`<!DOCTYPE a [<!ENTITY b "c">]>${one('')}`)).rejects.toMatchObject({
      name: 'LedgerFileError',
    });
    await expect(readBytes(one(`<BZ>${'x'.repeat(2 ** 21)}</BZ>`))).rejects.toMatchObject({
      code: 'too_large',
    });
    await expect(
      readBytes(one('<COMMON_FPKJ_XMXX></COMMON_FPKJ_XMXX>'.repeat(10_001))),
    ).rejects.toMatchObject({
      code: 'too_large',
    });
  });
});

describe('a 勾选 export', () => {
  it('knows no 价税合计, and none is made up for an air itinerary', async () => {
    const head = '数电票号码,开票日期*,金额*,票面税额*,有效抵扣税额*,票种*,用途,红字锁定标志,勾选时间';
    const { format, rows } = await openBytes(
      `${head}\n${NUMBER},2026-10-15,100,9,9,数电发票（航空运输电子客票行程单）,抵扣,是,2026-11-02 10:00:00\n26312000000012345679,2026-10-15,100,6,,数电发票（普通发票）,不抵扣,否,`,
    );
    expect(format).toBe('deduction_export');
    expect(rows).toMatchObject([
      {
        invoice: {
          kind: 'digital_air',
          grossTotal: null,
          deduction: {
            ticked: null,
            tickedOn: '2026-11-02',
            deductibleTax: '9.00',
            purpose: '1',
            redLocked: true,
          },
        },
      },
      { invoice: { grossTotal: 10600n, deduction: { purpose: '4', redLocked: false, deductibleTax: null } } },
    ]);
  });
});
