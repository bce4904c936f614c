import * as fc from 'fast-check';
import { CsvRecords, recordCharactersMax, type CsvRecord, type UnreadRecord } from './csv-records';

function split(pieces: readonly string[]): { records: CsvRecord[]; unread: UnreadRecord[] } {
  const records: CsvRecord[] = [];
  const unread: UnreadRecord[] = [];
  const reader = new CsvRecords({ onRecord: (record) => records.push(record), onUnread: (record) => unread.push(record) });
  pieces.forEach((piece) => { reader.push(piece); });
  reader.end();
  return { records, unread };
}
const cellsOf = (text: string): (readonly string[])[] => split([text]).records.map(({ cells }) => cells);

describe('splitting text into CSV records', () => {
  it('takes any line end, quoted cells with commas, quotes and line breaks, and empty lines', () => {
    expect(cellsOf('\ufeffa,b\r\n1,"x, ""y""\nz"\n\n,\r3,')).toEqual([['a', 'b'], ['1', 'x, "y"\nz'], ['', ''], ['3', '']]);
    expect(split(['a\r\n\r\n"x\r\ny",1\rb']).records.map(({ line, lastLine }) => [line, lastLine])).toEqual([[1, 1], [3, 4], [5, 5]]);
  });

  it('takes a stray quote as the character it is', () => {
    expect(cellsOf('6" nail,1\n"a" b,2\n"",3')).toEqual([['6" nail', '1'], ['"a" b', '2'], ['', '3']]);
  });

  it('drops one line that is too long, says how long it was, and goes on after it', () => {
    for (const long of ['x'.repeat(5_000_000), `"${'x'.repeat(200_000)}"`, `"${'""'.repeat(100_000)}"`]) {
      const { records, unread } = split([`h\n1,2\n3,${long},y\n4,5\n`]);
      expect(records.map(({ line, cells }) => [line, cells[0]])).toEqual([[1, 'h'], [2, '1'], [4, '4']]);
      expect(unread).toEqual([{ line: 3, lastLine: 3, cells: ['3'], reason: 'too-long', characters: long.length + 4 }]);
    }
  });

  it('gives up on a quote that does not close, and goes on with the line after', () => {
    const swallowed = `${'x'.repeat(99)}\n`.repeat(recordCharactersMax / 100 + 1);
    const { records, unread } = split([`h\n1,"${swallowed}2,z\n`]);
    expect(unread).toMatchObject([{ line: 2, reason: 'unclosed-quote' }]);
    expect(records.at(-1)?.cells).toEqual(['2', 'z']);
    expect(split(['h\n1,"open\n2\n']).unread).toMatchObject([{ line: 2, cells: ['1'], reason: 'unclosed-quote' }]);
  });

  it('reads the same, however the text is cut into pieces', () => {
    const text = fc.array(fc.constantFrom('a', ',', '"', '\n', '\r', '\r\n', 'é', '😀'), { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(60), { maxLength: 6 }), (whole, cuts) => {
        const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b), whole.length];
        expect(split(places.slice(1).map((end, index) => whole.slice(places[index], end)))).toEqual(split([whole]));
      }),
    );
  });

  it('reads back what was written by the rules', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', ' '), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        const written = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        expect(cellsOf(written)).toEqual(rows);
      }),
    );
  });
});
