import { readBankStatement, statementLinesMax, type BankFileOptions } from '.';

const fullFile = 16 * 1024 * 1024;
const namespace = '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">';
const camtHead = `${namespace}<BkToCstmrStmt><Stmt><Id>S1</Id><Acct><Id><IBAN>NL26VAYB8060476890</IBAN></Id><Ccy>EUR</Ccy></Acct>`;
const camtEnd = '</Stmt></BkToCstmrStmt></Document>';
const entry = (amount: string, rest = ''): string =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt>${rest}</Ntry>`;
const mtHead = ':20:X\n:25:NL26VAYB8060476890\n:28C:1\n:60F:C140507EUR0,\n';
const mapping = { dateFormat: 'YYYY-MM-DD', separator: ',', header: false, columns: { bookedOn: 1, amount: 2 }, constants: { account: 'A', currency: 'EUR' } };
const csv: BankFileOptions = { mapping };

/** As many units between head and end as a file may have bytes. */
const filled = (unit: string, head = '', end = ''): Buffer => Buffer.from(head + unit.repeat(Math.floor((fullFile - head.length - end.length) / unit.length)) + end);

const distinct = (count: number, toText: (index: number) => string): string => Array.from({ length: count }, (_, index) => toText(index)).join('');

const read = (file: Buffer, options: BankFileOptions = {}) => {
  const reading = readBankStatement(file, options);
  return reading.ok ? { lines: reading.statements.flatMap(({ lines }) => lines).length } : reading.problem;
};

describe('a file of very many lines', () => {
  it.each<[string, () => Buffer, BankFileOptions, object]>([
    ['CSV', () => Buffer.from('2026-03-02,1\n'.repeat(statementLinesMax + 1)), csv, { code: 'FILE.TOO_MANY_LINES', line: statementLinesMax + 1 }],
    [
      'MT940',
      () => Buffer.from(`${mtHead}${':61:140507C1,NTRF\n'.repeat(statementLinesMax + 1)}:62F:C140507EUR${statementLinesMax + 1},\n`),
      {},
      { code: 'FILE.TOO_MANY_LINES', line: statementLinesMax + 5 },
    ],
    [
      'camt',
      () => Buffer.from(camtHead + entry('1.00').repeat(statementLinesMax + 1) + camtEnd),
      {},
      { code: 'FILE.TOO_MANY_LINES', path: `Document/BkToCstmrStmt/Stmt/Ntry[${statementLinesMax + 1}]` },
    ],
  ])('is refused in %s at the first line too many, with its place', (_, toFile, options, problem) => {
    expect(read(toFile(), options)).toMatchObject(problem);
  });

  it('is read up to the bound, parts of one batch too, in seconds', () => {
    const parts = '<TxDtls><Refs><AcctSvcrRef>A</AcctSvcrRef></Refs><Amt Ccy="EUR">1.00</Amt></TxDtls>'.repeat(statementLinesMax);
    const started = performance.now();
    expect(read(Buffer.from(camtHead + entry(`${statementLinesMax}.00`, `<NtryDtls>${parts}</NtryDtls>`) + camtEnd))).toEqual({ lines: statementLinesMax });
    expect(read(Buffer.from('2026-03-02,1\n'.repeat(statementLinesMax)), csv)).toEqual({ lines: statementLinesMax });
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});

describe('a full file of nothing but', () => {
  it.each<[string, () => Buffer, BankFileOptions, string]>([
    ['CSV rows of one sign', () => filled('1\n'), csv, 'FILE.TOO_MANY_LINES'],
    ['blank CSV lines', () => filled('\r\n'), csv, 'FILE.TOO_MANY_LINES'],
    ['CSV separators', () => filled(','), csv, 'CSV.TOO_WIDE'],
    ['separators in wide CSV rows', () => filled(`${','.repeat(1500)}\n`), csv, 'CSV.TOO_WIDE'],
    ['quoted line ends', () => filled(',"\n"'), csv, 'FILE.TOO_MANY_LINES'],
    ['empty elements', () => filled('<a/>', camtHead, camtEnd), {}, 'XML.TOO_MANY'],
    ['small elements', () => filled('<a>b</a>', camtHead, camtEnd), {}, 'XML.TOO_MANY'],
    ['elements of different names', () => Buffer.from(camtHead + distinct(200_000, (index) => `<a${index}/>`) + camtEnd), {}, 'XML.TOO_MANY'],
    ['attributes', () => filled(`<a${distinct(2_000, (index) => ` b${index}=""`)}/>`, camtHead, camtEnd), {}, 'XML.TOO_MANY'],
    ['one attribute', () => filled('x', `${camtHead}<a b="`, `"/>${camtEnd}`), {}, 'XML.TOO_LONG'],
    ['words in a tag', () => filled(' b', `${camtHead}<a`, `/>${camtEnd}`), {}, 'XML.TOO_LONG'],
    ['one text', () => filled('&amp;', `${camtHead}<a>`, `</a>${camtEnd}`), {}, 'XML.TOO_LONG'],
    ['tags without text', () => filled(':86:\n', mtHead), {}, 'FILE.TOO_MANY_LINES'],
    ['statements', () => filled(':20:\n'), {}, 'FILE.TOO_MANY_LINES'],
    ['lines behind a tag', () => filled('a\n', `${mtHead}:61:140507C1,NTRF\n:86:`), {}, 'FILE.TOO_MANY_LINES'],
    ['blank lines in MT940', () => filled('\n', mtHead), {}, 'FILE.TOO_MANY_LINES'],
  ])('%s is refused in a moment and little memory', (_, toFile, options, code) => {
    const file = toFile();
    const [started, held] = [performance.now(), process.memoryUsage().rss];
    expect(read(file, options)).toMatchObject({ code });
    expect(process.memoryUsage().rss - held).toBeLessThan(300 * 1024 * 1024);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('the text of one MT940 entry is refused with its line', () => {
    const file = Buffer.from(`${mtHead}:61:140507C1,NTRF\n:86:${'a\n'.repeat(150_000)}:62F:C140507EUR1,\n`);
    expect(read(file)).toMatchObject({ code: 'MT940.FIELD', line: 6 });
  });

  it('signs that start a document in a comment does not take minutes to search', () => {
    const started = performance.now();
    expect(read(Buffer.from(`<!--${'<Document '.repeat(400_000)}-->${camtHead}${entry('1.00')}${camtEnd}`))).toMatchObject({ code: 'CAMT.VERSION' });
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
