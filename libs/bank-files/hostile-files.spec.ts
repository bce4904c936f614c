import { readBankStatement, type BankFileOptions } from '.';

const camt = (entries: string, { closing = '0.00', head = '' } = {}): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">\n<BkToCstmrStmt><GrpHdr/><Stmt><Id>S1</Id>` +
  `<Acct><Id><IBAN>NL26VAYB8060476890</IBAN></Id><Ccy>EUR</Ccy></Acct>` +
  `<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-01</Dt></Dt></Bal>` +
  `<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-02</Dt></Dt></Bal>\n${entries}\n</Stmt></BkToCstmrStmt></Document>`;

const entry = (amount: string, { sts = 'BOOK', ccy = 'EUR', rest = '', day = '2026-03-02', direction = 'CRDT' } = {}): string =>
  `<Ntry><Amt Ccy="${ccy}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts><Cd>${sts}</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt>${rest}</Ntry>`;

const part = (amount: string, rest = '', direction = ''): string => `<TxDtls><Amt Ccy="EUR">${amount}</Amt>${direction}${rest}</TxDtls>`;

const read = (text: string | Uint8Array, options?: BankFileOptions) => readBankStatement(typeof text === 'string' ? Buffer.from(text) : text, options);

function problem(text: string | Uint8Array, options?: BankFileOptions) {
  const reading = read(text, options);
  if (reading.ok) {
    throw new Error('it was read');
  }
  return reading.problem;
}

function lines(text: string | Uint8Array, options?: BankFileOptions) {
  const reading = read(text, options);
  if (!reading.ok) {
    throw new Error(`${reading.problem.code} ${reading.problem.message}`);
  }
  return reading.statements.flatMap((statement) => statement.lines);
}

describe('a camt file made to harm', () => {
  it.each([
    ['a document type', '<!DOCTYPE Document SYSTEM "http://127.0.0.1/x.dtd">\n'],
    ['a file read through an entity', '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>\n'],
    ['an entity bomb', `<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, level) => `<!ENTITY b${level} "${'&a;'.repeat(10)}">`).join('')}]>\n`],
    ['a document type in small letters', '<!doctype d>\n'],
  ])('is refused for %s, with its line', (_, head) => {
    expect(problem(camt(entry('1.00'), { head, closing: '1.00' }))).toMatchObject({ code: 'XML.DOCTYPE', line: 2 });
  });

  it('is refused for an entity nobody declared', () => {
    const rest = '<NtryDtls><TxDtls><RmtInf><Ustrd>&secret;</Ustrd></RmtInf></TxDtls></NtryDtls>';
    expect(problem(camt(entry('1.00', { rest }), { closing: '1.00' }))).toMatchObject({ code: 'XML.ENTITY', path: expect.stringContaining('Ustrd') as string });
  });

  it('is refused before parsing when it has 100 MB', () => {
    const started = process.memoryUsage().rss;
    expect(problem(new Uint8Array(100 * 1024 * 1024))).toMatchObject({ code: 'FILE.TOO_LARGE', message: expect.stringContaining('104857600 bytes; at most 16777216') as string });
    expect(process.memoryUsage().rss - started).toBeLessThan(200 * 1024 * 1024);
  });

  it('is refused when its elements stand too deep', () => {
    expect(problem(camt('<a>'.repeat(10_000) + '</a>'.repeat(10_000)))).toMatchObject({ code: 'XML.DEPTH' });
  });

  it('is refused for names that reach into the runtime', () => {
    expect(problem(camt('<__proto__><polluted>1</polluted></__proto__>')).code).toBe('XML.BROKEN');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('is refused with its line when broken or cut off', () => {
    const whole = camt(entry('1.00'), { closing: '1.00' });
    expect(problem(whole.replace('</Sts>', '</Stz>'))).toMatchObject({ code: 'XML.BROKEN', line: 4 });
    expect(problem(whole.slice(0, whole.indexOf('</Stmt>')))).toMatchObject({ code: 'XML.CUT_OFF', line: 4, message: expect.stringContaining('<Stmt>') as string });
    expect(problem(Buffer.from(whole.replace('S1', 'S\u00e9'), 'latin1')).code).toBe('FILE.ENCODING');
  });

  it.each([
    ['1e3', 'AMOUNT.UNREADABLE'],
    ['1.234', 'AMOUNT.UNREADABLE'],
    ['-1.00', 'AMOUNT.UNREADABLE'],
    ['+1.00', 'AMOUNT.UNREADABLE'],
    ['1,00', 'AMOUNT.UNREADABLE'],
    ['99999999999999999999.00', 'AMOUNT.UNREADABLE'],
    ['10000000000000.01', 'AMOUNT.UNREADABLE'],
    ['NaN', 'AMOUNT.UNREADABLE'],
    ['', 'AMOUNT.UNREADABLE'],
  ])('is refused for the amount %j, with its place', (amount, code) => {
    expect(problem(camt(entry('1.00') + entry(amount)))).toMatchObject({ code, path: 'Document/BkToCstmrStmt/Stmt/Ntry[2]/Amt' });
  });

  it('is refused for an unknown currency, another one, an unreal day, a status nobody knows', () => {
    expect(problem(camt(entry('1.00', { ccy: 'XXQ' })))).toMatchObject({ code: 'CURRENCY.UNKNOWN', path: 'Document/BkToCstmrStmt/Stmt/Ntry/Amt' });
    expect(problem(camt(entry('1.00', { ccy: 'USD' })))).toMatchObject({ code: 'CURRENCY.OTHER' });
    expect(problem(camt(entry('1.00', { day: '2026-02-30' })))).toMatchObject({ code: 'DATE.UNREAL', path: 'Document/BkToCstmrStmt/Stmt/Ntry/BookgDt' });
    expect(problem(camt(entry('1.00', { sts: 'DONE' })))).toMatchObject({ code: 'ENTRY.STATUS' });
    expect(problem(camt(entry('1.00', { direction: 'X' })))).toMatchObject({ code: 'AMOUNT.DIRECTION' });
  });

  it('is refused when it does not add up, and says by how much', () => {
    expect(problem(camt(entry('1.00') + entry('0.25', { direction: 'DBIT' }), { closing: '0.74' }))).toMatchObject({
      code: 'STATEMENT.BALANCE',
      message: expect.stringContaining('opens with 0.00, its 2 booked lines make 0.75, that is 0.75, yet it closes with 0.74 EUR: -0.01 is unexplained') as string,
    });
    const rest = `<NtryDtls>${part('4.00')}${part('5.99')}</NtryDtls>`;
    expect(problem(camt(entry('10.00', { rest }), { closing: '10.00' }))).toMatchObject({ code: 'ENTRY.PARTS', message: expect.stringContaining('make 9.99, the entry is 10.00 EUR: 0.01') as string });
  });
});

describe('what a bank writes', () => {
  it('splits a batch into its parts, each with a reference of its own', () => {
    const parts = [part('4.00', '<Refs><EndToEndId>E1</EndToEndId></Refs>'), part('6.00', '<Refs><EndToEndId>E2</EndToEndId><AcctSvcrRef>OWN</AcctSvcrRef></Refs>')];
    const rest = `<AcctSvcrRef>B7</AcctSvcrRef><NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>${parts.join('')}</NtryDtls>`;
    expect(lines(camt(entry('10.00', { rest }), { closing: '10.00' }))).toMatchObject([
      { amount: '4.00', endToEndId: 'E1', bankReference: 'B7/1' },
      { amount: '6.00', endToEndId: 'E2', bankReference: 'OWN' },
    ]);
  });

  it('takes parts that add up after their charges', () => {
    const charge = '<Chrgs><Rcrd><Amt Ccy="EUR">0.50</Amt></Rcrd></Chrgs>';
    const rest = `<NtryDtls>${part('4.00', charge)}${part('6.00', charge)}</NtryDtls>`;
    expect(lines(camt(entry('9.00', { rest }), { closing: '9.00' })).map(({ amount, charges }) => [amount, charges])).toEqual([['3.50', '0.50'], ['5.50', '0.50']]);
  });

  it('leaves out what is pending', () => {
    expect(lines(camt(entry('5.00', { sts: 'PDNG' }) + entry('1.00'), { closing: '1.00' })).map(({ amount }) => amount)).toEqual(['1.00']);
  });

  it('reads a returned direct debit with its reason, its references and its debtor', () => {
    const rest =
      '<RvslInd>true</RvslInd><NtryDtls><TxDtls><Refs><EndToEndId>DD-7</EndToEndId><MndtId>M-1</MndtId></Refs><AmtDtls><InstdAmt><Amt Ccy="EUR">5.00</Amt></InstdAmt></AmtDtls>' +
      '<RltdPties><Dbtr><Pty><Nm>Ann &amp; Bob &#x3C;b&#62;</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct>' +
      '<Cdtr><Nm>Us</Nm></Cdtr><CdtrAcct><Id><IBAN>NL26VAYB8060476890</IBAN></Id></CdtrAcct></RltdPties>' +
      '<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>account closed</AddtlInf></RtrInf></TxDtls></NtryDtls>';
    expect(lines(camt(entry('5.00', { rest, direction: 'DBIT' }) + entry('5.00'), { closing: '0.00' }))[0]).toEqual({
      bookedOn: '2026-03-02', valueDate: '2026-03-02', amount: '-5.00', endToEndId: 'DD-7', mandateId: 'M-1', isReversal: true, reversalOf: 'DD-7', returnReason: 'AC04',
      personal: { name: 'Ann & Bob <b>', iban: 'DE89370400440532013000', text: 'account closed' },
    });
  });

  it('makes texts safe to show: no controls, no marks that turn the order', () => {
    const rest = '<NtryDtls><TxDtls><RmtInf><Ustrd>pay\u202Eexe.fdp\u0085 &#8238;=HYPERLINK("x")&#7;</Ustrd></RmtInf></TxDtls></NtryDtls>';
    expect(lines(camt(entry('1.00', { rest }), { closing: '1.00' }))[0]?.personal.text).toBe('payexe.fdp =HYPERLINK("x")');
  });
});

const mt940 = (body: string, closing: string): string => `:20:REF\r\n:25:NL26VAYB8060476890EUR\r\n:28C:5/1\r\n:60F:C251231EUR0,\r\n${body}\r\n:62F:C260102EUR${closing}\r\n-`;

describe('an MT940 file', () => {
  it('reads reversals, the turn of the year, numbered fields and unknown tags', () => {
    const body =
      ':13D:2601021200+0100\r\n:61:2601021231RD5,00NRTIKREF//B1\r\n:86:109?00RETOURE?20EREF+DD-7MREF+M-1SVWZ+AC0\r\n?214 account closed?30MARKDEF1100?31DE89370400440532013000?32ANN ?33BOB\r\n' +
      ':61:260102RC2,00NTRFNONREF\r\n:61:260102C7,NTRFRF18539007547034//B3\r\n/OCMT/USD8,10/CHGS/EUR0,30/\r\n:86:/EREF/E-9/REMI/USTD//Invoice 7/NAME/Carl/IBAN/DE89370400440532013000';
    expect(lines(mt940(body, '10,'))).toEqual([
      {
        bookedOn: '2025-12-31', valueDate: '2026-01-02', amount: '5.00', endToEndId: 'DD-7', mandateId: 'M-1', bankReference: 'B1', code: 'NRTI/109', isReversal: true,
        reversalOf: 'DD-7', returnReason: 'AC04', personal: { name: 'ANN BOB', iban: 'DE89370400440532013000', bic: 'MARKDEF1100', text: 'AC04 account closed KREF' },
      },
      { bookedOn: '2026-01-02', valueDate: '2026-01-02', amount: '-2.00', code: 'NTRF', isReversal: true, personal: { text: '' } },
      {
        bookedOn: '2026-01-02', valueDate: '2026-01-02', amount: '7.00', reference: 'RF18539007547034', endToEndId: 'E-9', bankReference: 'B3', code: 'NTRF',
        original: { currency: 'USD', amount: '8.10' }, charges: '0.30', personal: { name: 'Carl', iban: 'DE89370400440532013000', text: 'Invoice 7 RF18539007547034' },
      },
    ]);
  });

  it.each([
    [':61:2602300101C7,NTRF', 'DATE.UNREAL'],
    [':61:260102C7,001NTRF', 'AMOUNT.UNREADABLE'],
    [':61:260102X7,NTRF', 'MT940.FIELD'],
    [':61:260102C7,,0NTRF', 'AMOUNT.UNREADABLE'],
  ])('is refused for %s, with its line', (body, code) => {
    expect(problem(mt940(body, '7,'))).toMatchObject({ code, line: 5, path: ':61:' });
  });

  it('is refused when it is cut off, changes its currency or does not add up', () => {
    const whole = mt940(':61:260102C7,NTRF', '7,');
    expect(problem(whole.slice(0, whole.indexOf(':62F:')))).toMatchObject({ code: 'FILE.INCOMPLETE', line: 1, path: ':62F:' });
    expect(problem(mt940(':61:260102C7,NTRF', '8,'))).toMatchObject({ code: 'STATEMENT.BALANCE', line: 6 });
    expect(problem(whole.replace(':62F:C260102EUR', ':62F:C260102USD'))).toMatchObject({ code: 'CURRENCY.OTHER', line: 6 });
  });
});

const mapping = {
  separator: ';', skipLines: 2, dateFormat: 'DD.MM.YYYY', decimal: ',', thousands: '.', encoding: 'latin-1',
  columns: { bookedOn: 'Buchungstag', valueDate: 'Wert', amount: 'Betrag', name: 'Name', text: ['Zweck', 'Info'], iban: 'Konto' },
  constants: { account: 'NL26VAYB8060476890', currency: 'EUR', statementNumber: '2026/3' },
};
const csv = (rows: string): Uint8Array => Buffer.from(`Umsätze\n\nBuchungstag;Wert;Betrag;Name;Zweck;Info;Konto\n${rows}\n`, 'latin1');

describe('a CSV file', () => {
  it('reads by its mapping; a cell that starts like a formula is text', () => {
    expect(read(csv('02.03.2026;03.03.2026;-1.234,5;Jürgen;"=cmd|\' /C calc\'!A0";"a;b";de89 3704 0044 0532 0130 00\n\n31.03.2026;;7,00;;;;4711'), { mapping })).toEqual({
      ok: true,
      statements: [
        {
          format: 'csv', statementNumber: '2026/3', account: 'NL26VAYB8060476890', currency: 'EUR', from: '2026-03-02', to: '2026-03-31',
          lines: [
            { bookedOn: '2026-03-02', valueDate: '2026-03-03', amount: '-1234.50', personal: { name: 'Jürgen', iban: 'DE89370400440532013000', text: "=cmd|' /C calc'!A0 a;b" } },
            { bookedOn: '2026-03-31', valueDate: '2026-03-31', amount: '7.00', personal: { accountNumber: '4711', text: '' } },
          ],
        },
      ],
    });
  });

  it('reads debit and credit columns, and directions', () => {
    const two = { dateFormat: 'YYYY-MM-DD', separator: ',', columns: { bookedOn: 1, debit: 2, credit: 3, currency: 4, account: 5 }, header: false };
    expect(lines(Buffer.from('2026-03-02,1.00,,EUR,A\n2026-03-02,,2.50,EUR,A'), { mapping: two }).map(({ amount }) => amount)).toEqual(['-1.00', '2.50']);
    expect(problem(Buffer.from('2026-03-02,1.00,,EUR,A\n2026-03-02,,2.50,USD,A'), { mapping: two })).toMatchObject({ code: 'CSV.MIXED', line: 2, path: 'column 4' });
    expect(problem(Buffer.from('2026-03-02,1.00,1.00,EUR,A'), { mapping: two })).toMatchObject({ code: 'AMOUNT.DIRECTION', line: 1 });
    const directed = { ...two, columns: { bookedOn: 1, amount: 2, direction: 3, currency: 4, account: 5 }, directionWords: { debit: 'S', credit: 'H' } };
    expect(lines(Buffer.from('2026-03-02,1.00,S,EUR,A\n2026-03-02,2.50,H,EUR,A'), { mapping: directed }).map(({ amount }) => amount)).toEqual(['-1.00', '2.50']);
    expect(problem(Buffer.from('2026-03-02,1.00,Q,EUR,A'), { mapping: directed })).toMatchObject({ code: 'AMOUNT.DIRECTION', path: 'column 3' });
  });

  it.each([
    ['02.03.2026;;1,234;;;;', 'AMOUNT.UNREADABLE', 4, 'Betrag'],
    ['02.03.2026;;1.23,00;;;;', 'AMOUNT.UNREADABLE', 4, 'Betrag'],
    ['02.03.2026;;1e5;;;;', 'AMOUNT.UNREADABLE', 4, 'Betrag'],
    ['31.02.2026;;1,00;;;;', 'DATE.UNREAL', 4, 'Buchungstag'],
    ['2026-03-02;;1,00;;;;', 'DATE.UNREAL', 4, 'Buchungstag'],
  ])('is refused for %s, with line and column', (row, code, line, path) => {
    expect(problem(csv(row), { mapping })).toMatchObject({ code, line, path });
  });

  it('is refused with a wrong mapping, and says which setting', () => {
    const wide = { separator: ',', dateFormat: 'YYYY-MM-DD', columns: { bookedOn: 'Date', amount: 'Amount', name: 'Name' }, constants: { account: 'A', currency: 'EUR' } };
    for (const [row, cells] of [['2026-11-22,Smith, 12,5.00,100.00', 5], ['2026-11-22,Jones,7.00', 3]] as const) {
      expect(problem(Buffer.from(`Date,Name,Amount,Balance\n${row}`), { mapping: wide })).toMatchObject({
        code: 'CSV.BROKEN',
        line: 2,
        message: expect.stringContaining(`The row has ${cells} cells, the first one 4.`),
      });
    }
    expect(problem(csv('x'), { mapping: { ...mapping, colums: {} } })).toMatchObject({ code: 'CSV.MAPPING', path: 'mapping.colums' });
    expect(problem(csv('x'), { mapping: { ...mapping, columns: { ...mapping.columns, amount: 'Summe' } } })).toMatchObject({ code: 'CSV.COLUMN', path: 'Summe' });
    expect(problem(csv('x'), { mapping: { dateFormat: 'DD.MM.YYYY' } })).toMatchObject({ code: 'CSV.MAPPING', path: 'mapping.columns' });
    expect(problem(Buffer.from('a;b\n1;2'), {})).toMatchObject({ code: 'FILE.FORMAT' });
    expect(problem(new Uint8Array())).toMatchObject({ code: 'FILE.EMPTY' });
  });
});

describe('a file that says two things', () => {
  it.each(['<x/>', '<Document/>', '<Document xmlns="a">text</Document>'])('is refused when %s stands behind the whole', (more) => {
    expect(problem(`${camt('')}${more}`)).toMatchObject({ code: 'XML.BROKEN' });
    expect(lines(`${camt('')}<!-- made by a bank -->\n`)).toEqual([]);
  });

  it('is refused when an MT940 statement opens or closes twice', () => {
    const mt940 = (...tags: string[]) => [':20:S', ':25:NL26VAYB8060476890', ':28C:1', ...tags].join('\r\n');
    expect(problem(mt940(':60F:C260301EUR0,00', ':60F:C260301EUR1,00', ':62F:C260302EUR0,00'))).toMatchObject({ code: 'MT940.FIELD', line: 5, path: ':60F:' });
    expect(problem(mt940(':60F:C260301EUR0,00', ':62F:C260302EUR0,00', ':62M:C260302EUR1,00'))).toMatchObject({ code: 'MT940.FIELD', line: 6, path: ':62M:' });
  });

  it('tells what a returned debit had collected from what the bank charged', () => {
    const head = [':20:S', ':25:NL26VAYB8060476890', ':28C:1', ':60F:C260301EUR200,00'];
    const mt940 = (details: string) => [...head, ':61:2603020302D122,00NRTIB2.1//R1', `:86:109?00RUECKLASTSCHRIFT?20EREF+B2.1?21${details}`, ':62F:C260302EUR78,00'];
    for (const details of ['OAMT+119,00?22COAM+3,00', 'OAMT+EUR119,00', 'COAM+3,00 EUR']) {
      expect(lines(mt940(details).join('\r\n'))).toMatchObject([{ amount: '-122.00', endToEndId: 'B2.1', isReversal: true, charges: '3.00' }]);
    }
  });
});
