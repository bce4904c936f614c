import fc from 'fast-check';
import { grouped } from './amounts';
import { csvLine } from './safe-csv';
import { renderTable } from './table';

describe('amounts on a terminal', () => {
  it('have thousands separators', () => {
    expect(['0.00', '999.00', '1000.00', '-1234567.80', '12345678901234567', 'n/a'].map(grouped)).toEqual([
      '0.00', '999.00', '1,000.00', '-1,234,567.80', '12,345,678,901,234,567', 'n/a',
    ]);
  });
});

describe('a table', () => {
  const columns = [{ title: 'customer' }, { title: 'open', kind: 'amount' as const }];
  it('stands amounts right, under a rule, with the totals apart', () => {
    expect(renderTable(columns, [['17850', '1234.50'], ['walk-in', '-3.00']], { width: 40, colour: false }, ['total', '1231.50'])).toBe(
      [' customer      open', '─'.repeat(19), ' 17850     1,234.50', ' walk-in      -3.00', '─'.repeat(19), ' total     1,231.50'].join('\n'),
    );
  });
  it('fits the terminal by cutting text, never an amount', () => {
    const text = renderTable(columns, [['a customer with a very long name indeed', '123456789.00']], { width: 30, colour: false });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(30);
    expect(text).toContain('123,456,789.00');
  });
  it('goes on in a second table where amounts do not fit', () => {
    const wide = [...columns, { title: 'b', kind: 'amount' as const }, { title: 'c', kind: 'amount' as const }];
    const lines = renderTable(wide, [['17850', '1000.00', '2000.00', '3000.00']], { width: 31, colour: false }, ['total', '1000.00', '2000.00', '3000.00']).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(31);
    expect(lines.filter((line) => line.includes('17850'))).toEqual([' 17850     1,000.00  2,000.00', ' 17850     3,000.00']);
  });
  it('shows no control characters of what it is given', () => {
    expect(renderTable(columns, [['\u001b[31mred\u202e', '1.00']], { width: 60, colour: false })).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('CSV for spreadsheets', () => {
  it('leaves numbers as they are and makes formulas text', () => {
    expect(csvLine(['=1+1', '-2.50', '@x', '-x', ' +1 1', 'a,b', 'say "x"', ''])).toBe(`'=1+1,-2.50,'@x,'-x,' +1 1,"a,b","say ""x""",\r\n`);
  });
  it('never starts a cell with what computes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cell = csvLine([text]).slice(0, -2).replace(/^"/, '');
        expect(/^[=+@\t\r]/.test(cell)).toBe(false);
        expect(cell.startsWith('-') && !/^-\d+(\.\d+)?$/.test(cell)).toBe(false);
      }),
    );
  });
});
