import { journalEntries, type BookedEntry } from '../journal/journal-entries';
import { JournalSurvey } from '../journal/journal-survey';
import { madeFacts } from '../testing';
import { checkFec, type FecFindings } from './check-fec';
import { fecFileName, isSiren } from './fec-columns';
import { fecFile, type FecFrame } from './fec-file';
import { fecRules, type FecRule } from './fec-rules';
import { latin9 } from './latin9';
import { letterCode, Lettering } from './lettering';

const frame: FecFrame = {
  from: '2025-01-01', to: '2025-12-31', timeZone: 'Europe/Paris', baseCurrency: 'EUR', resultAccount: { code: '110000', name: 'Report à nouveau' },
  nameOf: (customerId) => (customerId === 'C7' ? '=Œuvre\tdu Café' : ''),
};
const name = fecFileName('552081317', '2025-12-31');

const entries = (): AsyncGenerator<BookedEntry> => journalEntries(madeFacts({ invoices: 60, from: '2024-12-01', invoicesPerDay: 1, unpaidEvery: 10 }));

async function written(): Promise<Buffer> {
  const [survey, lettering] = [new JournalSurvey(frame), new Lettering(frame)];
  for await (const booked of entries()) {
    survey.take(booked);
    lettering.take(booked);
  }
  lettering.finish();
  const parts: Uint8Array[] = [];
  for await (const part of fecFile(frame, entries(), survey, lettering)) parts.push(part);
  return Buffer.concat(parts);
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 1000) yield bytes.subarray(start, start + 1000);
}

const check = (bytes: Buffer, fileName = name): Promise<FecFindings> => checkFec(fileName, inPieces(bytes));
const text = (bytes: Buffer): string => new TextDecoder('iso-8859-15').decode(bytes);

describe('the file of article A47 A-1', () => {
  let file: Buffer;
  let lines: string[];
  beforeAll(async () => {
    file = await written();
    lines = text(file).replace(/\r\n$/, '').split('\r\n');
  });

  it('keeps every rule, and is balanced', async () => {
    // 29 invoices of January, 26 of them paid within it; two of December are paid in it, on the first day and none else.
    const findings = await check(file);
    expect(findings.problems).toEqual([]);
    expect(findings.debit).toBe(findings.credit);
    expect(findings.entries).toBe(1 + new Set(lines.slice(1).filter((line) => !line.startsWith('AN')).map((line) => line.split('\t')[2])).size);
  });

  it('begins with what was carried forward, per customer, the result in one line', () => {
    const opening = lines.filter((line) => line.startsWith('AN\t')).map((line) => line.split('\t'));
    expect(opening.map((fields) => [fields[4], fields[6], fields[11], fields[12]])).toEqual([
      ['100000', '', '3240,00', '0,00'],
      ['120000', 'C10', '120,00', '0,00'],
      ['120000', 'C20', '120,00', '0,00'],
      ['120000', 'C30', '120,00', '0,00'],
      ['120000', 'C31', '120,00', '0,00'],
      ['220000', '', '0,00', '620,00'],
      ['110000', '', '0,00', '3100,00'],
    ]);
    expect(new Set(opening.map((fields) => fields[2]))).toEqual(new Set(['1']));
  });

  it('writes an invoice with its customer, its lettering and a decimal comma', () => {
    const invoice = lines.filter((line) => line.includes('\tF-57\t'));
    const [number, letter] = [invoice[0]!.split('\t')[2], invoice[0]!.split('\t')[13]];
    expect(invoice).toEqual([
      `VE\tVentes\t${number}\t20250126\t120000\tTrade receivables\tC7\t=Œuvre du Café\tF-57\t20250126\tFacture reprise F-57\t120,00\t0,00\t` +
        `${letter}\t20250127\t20250126\t\t`,
      expect.stringContaining('\t400000\tRevenue\t\t\tF-57\t20250126\tFacture reprise F-57\t0,00\t100,00\t\t\t20250126\t\t'),
      expect.stringContaining('\t220000\tTax payable\t\t\tF-57\t20250126\tFacture reprise F-57\t0,00\t20,00\t\t\t20250126\t\t'),
    ]);
    // Unpaid, and paid for an invoice of the year before: no lettering.
    expect(lines.find((line) => line.includes('\tF-40\t'))?.split('\t')[13]).toBe('');
    expect(lines.filter((line) => line.includes('\tA31\t')).map((line) => line.split('\t')[13])).toEqual(['', '']);
    const letters = lines.map((line) => line.split('\t')[13]).filter((letter) => /^[A-Z]{3}$/.test(letter ?? ''));
    expect(new Set(letters).size).toBe(letters.length / 2);
  });

  it('is ISO 8859-15', () => {
    expect(latin9('é€ŒŸ ¤ Ł → 語').toString('hex')).toBe('e9a4bcbe203f203f203f203f');
    expect(text(latin9('Opérations'))).toBe('Opérations');
    expect([letterCode(0), letterCode(25), letterCode(26), letterCode(26 ** 3)]).toEqual(['AAA', 'AAZ', 'ABA', 'BAAA']);
    expect([isSiren('552081317'), isSiren('552081318'), isSiren('55208131')]).toEqual([true, false, false]);
  });

  /** One fault per rule, planted in the file as it is written. Line 20 is the first line of an entry with a customer. */
  const at = (row: number, change: (fields: string[]) => void) => (all: string[]) => {
    const fields = all[row]!.split('\t');
    change(fields);
    return all.with(row, fields.join('\t'));
  };
  const faults: Record<FecRule, (all: string[]) => string[]> = {
    'file-name': (all) => all,
    encoding: at(9, (fields) => { fields[10] += '\u0007'; }),
    header: at(0, (fields) => { fields[3] = 'Date'; }),
    'empty-line': (all) => all.toSpliced(9, 0, ''),
    'field-count': (all) => all.with(9, `${all[9]!}\tx`),
    'required-field': at(9, (fields) => { fields[8] = ' '; }),
    date: at(9, (fields) => { fields[9] = '20250230'; }),
    amount: at(9, (fields) => { fields[16] = '1 000.00'; fields[17] = 'USD'; }),
    'debit-and-credit': at(9, (fields) => { fields[11] = fields[12] = '5,00'; }),
    account: at(9, (fields) => { fields[4] = '41A000'; }),
    'auxiliary-pair': at(2, (fields) => { fields[7] = ''; }),
    'lettering-pair': at(9, (fields) => { fields[14] = '20250101'; fields[13] = ''; }),
    'currency-pair': at(9, (fields) => { fields[17] = 'USD'; }),
    'after-closing': (all) => all.map((line) => line.replaceAll('20250128', '20260128')),
    'valid-date': (all) => all.map((line) => line.replace(/\t20250128(\t\t)$/, '\t20250127$1')),
    chronology: (all) => all.map((line) => line.replace(/\t20250110(\t\t)$/, '\t20250120$1')),
    'entry-number': (all) => all.map((line) => line.replace(/^(\w\w\t[^\t]+\t)12\t/, '$112a13\t')),
    'entry-frame': at(9, (fields) => { fields[3] = '20241231'; }),
    'entry-balance': at(9, (fields) => { fields[fields[11] === '0,00' ? 12 : 11] = '0,01'; }),
    'letter-balance': (all) => {
      const row = all.findIndex((line) => line.includes('\tAAA\t'));
      return all.with(row, all[row]!.replace('\tAAA\t', '\tAZZ\t'));
    },
  };

  it.each(Object.keys(fecRules) as FecRule[])('a file that breaks "%s" is found by that name', async (rule) => {
    const broken = latin9(`${faults[rule](lines).join('\r\n')}\r\n`);
    const { problems } = await check(broken, rule === 'file-name' ? '552081318FEC20251231.txt' : name);
    expect(problems.map((problem) => problem.rule)).toContain(rule);
  });

  it('of UTF-8, numbered per journal, or separated by bars is accepted too; an empty one and one with a byte order mark are not', async () => {
    const counts = new Map<string, number>();
    let last = '';
    const perJournal = lines.map((line, index) => {
      if (index === 0) return line;
      const [journal = '', label, number, ...rest] = line.split('\t');
      if (number !== last) counts.set(journal, (counts.get(journal) ?? 0) + 1);
      last = number ?? '';
      return [journal, label, `${journal}-${counts.get(journal)}`, ...rest].join('\t');
    });
    expect((await check(Buffer.from(perJournal.join('\n')))).problems).toEqual([]);
    expect((await check(Buffer.from(lines.join('\n').replaceAll('\t', '|')))).problems).toEqual([]);
    expect((await check(Buffer.from(`\ufeff${lines.join('\n')}`))).problems.map(({ rule }) => rule)).toEqual(['encoding']);
    expect((await check(Buffer.alloc(0))).problems.map(({ rule }) => rule)).toEqual(['header']);
  });
});
