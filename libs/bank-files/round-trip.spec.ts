import fc from 'fast-check';
import { readBankStatement, type BankFileOptions, type StatementLineDraft } from '.';

/** Statements by chance, written in each format by plain templates, must read back as they were. */
interface Written {
  readonly opening: bigint;
  readonly lines: readonly { readonly day: string; readonly cents: bigint; readonly name: string; readonly text: string; readonly endToEndId: string; readonly reversal: boolean }[];
}

const word = fc.stringMatching(/^[A-Za-z0-9]{1,12}$/).filter((text) => !/^(NONREF|NOTPROVIDED)$/i.test(text));
// Letters that MT940, CSV and XML each have to carry over unharmed; no sign that parts fields in MT940.
const words = fc.array(fc.stringMatching(/^[A-Za-z0-9äöüß&<>"'=@.,;-]{1,9}$/), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));
const cents = fc.bigInt({ min: 1n, max: 10n ** 13n });
const statement: fc.Arbitrary<Written> = fc.record({
  opening: fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }),
  lines: fc.array(
    fc.record({
      day: fc.integer({ min: 1, max: 28 }).map((day) => `2026-03-${String(day).padStart(2, '0')}`),
      cents: fc.tuple(cents, fc.boolean()).map(([size, lost]) => (lost ? -size : size)),
      name: words, text: words, endToEndId: word, reversal: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  ),
});

const plain = (minor: bigint): string => {
  const size = minor < 0n ? -minor : minor;
  return `${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
};
const signed = (minor: bigint): string => `${minor < 0n ? '-' : ''}${plain(minor)}`;
const direction = (minor: bigint): string => (minor < 0n ? 'DBIT' : 'CRDT');
const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
const closingOf = ({ opening, lines }: Written): bigint => lines.reduce((sum, line) => sum + line.cents, opening);

function camt(written: Written, version: string): string {
  const balance = (code: string, minor: bigint): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${plain(minor)}</Amt><CdtDbtInd>${direction(minor)}</CdtDbtInd><Dt><Dt>2026-03-01</Dt></Dt></Bal>`;
  const entries = written.lines.map((line) => {
    const party = (line.cents < 0n) === line.reversal ? 'Dbtr' : 'Cdtr';
    const name = version === '02' ? `<Nm>${escaped(line.name)}</Nm>` : `<Pty><Nm>${escaped(line.name)}</Nm></Pty>`;
    return (
      `<Ntry><Amt Ccy="EUR">${plain(line.cents)}</Amt><CdtDbtInd>${direction(line.cents)}</CdtDbtInd><RvslInd>${line.reversal}</RvslInd><Sts>${version === '02' ? 'BOOK' : '<Cd>BOOK</Cd>'}</Sts>` +
      `<BookgDt><Dt>${line.day}</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>${line.endToEndId}</EndToEndId></Refs><RltdPties><${party}>${name}</${party}></RltdPties>` +
      `<RmtInf><Ustrd>${escaped(line.text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`
    );
  });
  return (
    `<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><GrpHdr/><Stmt><Id>1</Id><Acct><Id><IBAN>NL26VAYB8060476890</IBAN></Id></Acct>` +
    `${balance('OPBD', written.opening)}${balance('CLBD', closingOf(written))}\n${entries.join('\n')}</Stmt></BkToCstmrStmt></Document>`
  );
}

function mt940(written: Written): string {
  const balance = (minor: bigint): string => `${minor < 0n ? 'D' : 'C'}260331EUR${plain(minor).replace('.', ',')}`;
  const entries = written.lines.map((line) => {
    const mark = line.cents < 0n ? (line.reversal ? 'RC' : 'D') : line.reversal ? 'RD' : 'C';
    return `:61:${line.day.slice(2).replaceAll('-', '')}${mark}${plain(line.cents).replace('.', ',')}NTRFNONREF\n:86:166?00X?20EREF+${line.endToEndId}?21SVWZ+${line.text}?32${line.name}`;
  });
  return `:20:X\n:25:NL26VAYB8060476890\n:28C:1\n:60F:${balance(written.opening)}\n${entries.join('\n')}\n:62F:${balance(closingOf(written))}\n-`;
}

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const csv = (written: Written): string =>
  ['day;amount;name;text;id;back', ...written.lines.map((line) => [line.day, signed(line.cents), line.name, line.text, line.endToEndId, line.reversal ? 'AC04' : ''].map(cell).join(';'))].join('\r\n');
const mapping = {
  dateFormat: 'YYYY-MM-DD', constants: { account: 'NL26VAYB8060476890', currency: 'EUR', statementNumber: '1' },
  columns: { bookedOn: 'day', amount: 'amount', name: 'name', text: 'text', endToEndId: 'id', returnReason: 'back' },
};

function read(text: string, options?: BankFileOptions) {
  const reading = readBankStatement(Buffer.from(text), options);
  if (!reading.ok) {
    throw new Error(`${reading.problem.code} ${reading.problem.message}`);
  }
  expect(reading.statements).toHaveLength(1);
  return reading.statements[0];
}

const essence = ({ bookedOn, valueDate, amount, endToEndId, isReversal = false, reversalOf, personal: { name, text } }: StatementLineDraft) => ({
  bookedOn,
  valueDate,
  amount,
  endToEndId,
  isReversal,
  reversalOf,
  name,
  text,
});
const expected = ({ lines }: Written) =>
  lines.map(({ day, cents: minor, endToEndId, reversal, name, text }) => ({
    bookedOn: day, valueDate: day, amount: signed(minor), endToEndId, isReversal: reversal, reversalOf: reversal ? endToEndId : undefined, name, text,
  }));

describe('a statement written by chance', () => {
  it.each([
    ['camt.053.001.02', (written: Written) => camt(written, '02'), undefined],
    ['camt.053.001.08', (written: Written) => camt(written, '08'), undefined],
    ['mt940', mt940, undefined],
    ['csv', csv, { mapping }],
  ] as const)('reads back the same from %s', (_, write, options) => {
    fc.assert(
      fc.property(statement, (written) => {
        const found = read(write(written), options);
        expect(found?.lines.map(essence)).toEqual(expected(written));
        expect([found?.openingBalance, found?.closingBalance]).toEqual(options === undefined ? [signed(written.opening), signed(closingOf(written))] : [undefined, undefined]);
      }),
      { numRuns: 150 },
    );
  });

  it('is refused when any amount is another, in formats that state balances', () => {
    fc.assert(
      fc.property(statement, fc.nat(), (written, which) => {
        const place = which % written.lines.length;
        const changed = { ...written, lines: written.lines.map((line, index) => (index === place ? { ...line, cents: line.cents + (line.cents === -1n ? 2n : 1n) } : line)) };
        const forged = mt940(written).split('\n:62F:')[1] ?? '';
        expect(readBankStatement(Buffer.from(`${mt940(changed).split('\n:62F:')[0] ?? ''}\n:62F:${forged}`))).toMatchObject({ ok: false, problem: { code: 'STATEMENT.BALANCE' } });
      }),
      { numRuns: 100 },
    );
  });

  it('never breaks the reader, whatever bytes are changed', () => {
    const bytes = fc.tuple(
      statement,
      fc.constantFrom<(written: Written) => string>((written) => camt(written, '08'), mt940, csv),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 }), fc.nat({ max: 3 })), { minLength: 1, maxLength: 6 }),
    );
    fc.assert(
      fc.property(bytes, ([written, write, changes]) => {
        const file = [...Buffer.from(write(written))];
        for (const [place, byte, cut] of changes) {
          file.splice(place % file.length, cut, byte);
        }
        for (const options of [undefined, { mapping }, { format: 'mt940' as const }, { format: 'camt' as const }]) {
          const reading = readBankStatement(Uint8Array.from(file), options);
          expect(reading.ok || reading.problem.message.length > 0).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});
