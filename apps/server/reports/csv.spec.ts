import { csvRows } from '../testing/csv-rows';
import { csvCell, csvTable } from './csv';

describe('csv', () => {
  it.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '－2+3', ' =1', '=cmd|"/c calc"!A0', '\0=1'])(
    'defuses %j',
    async (text) => {
      expect(await csvRows(csvTable([{ text }]))).toEqual([{ text: `'${text}` }]);
    },
  );

  it.each(['-12.50', '12.50', '0', '-3', '123456789012345678.99'])('leaves the amount %s a number', (amount) => {
    expect(csvCell(amount)).toBe(amount);
  });

  it.each(['a,b', 'say "hi"', 'two\nlines', "O'Hara", ' edge '])('brings %j back whole', async (text) => {
    expect(await csvRows(csvTable([{ text }]))).toEqual([{ text }]);
  });

  it('takes its columns from every row', () => {
    expect(csvTable([{ a: 1 }, { b: 'x', a: null }])).toBe('a,b\r\n1,\r\n,x\r\n');
  });
});
