import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Parser } from 'mt940js';
import { readBankStatement, type BankStatement } from '../index';

/** Files that a published reader of MT940 brings for its own tests; its reading is the second opinion. */
const folder = join(dirname(require.resolve('mt940js/package.json')), 'test');
const files = ['test1.mt940', 'testX.mt940', 'test2.mt940x', 'test-with-NS.mt940x'];

function statements(name: string): readonly BankStatement[] {
  const reading = readBankStatement(readFileSync(join(folder, name)), { format: 'mt940' });
  if (!reading.ok) {
    throw new Error(reading.problem.message);
  }
  return reading.statements;
}

describe('published MT940 files', () => {
  it.each(files)('%s reads as the published reader does', (name) => {
    const second = new Parser().parse(readFileSync(join(folder, name), 'utf8'));
    const ours = statements(name);
    expect(ours).toHaveLength(second.length);
    for (const [index, expected] of second.entries()) {
      const statement = ours[index];
      expect([statement?.openingBalance, statement?.closingBalance]).toEqual([expected.openingBalance.toFixed(2), expected.closingBalance.toFixed(2)]);
      expect([statement?.currency, statement?.account]).toEqual([expected.currency, expected.accountIdentification]);
      expect(statement?.lines.map(({ valueDate, amount, bankReference }) => [valueDate, amount, bankReference ?? ''])).toEqual(
        expected.transactions.map(({ date, amount, bankReference }) => [date.toISOString().slice(0, 10), amount.toFixed(2), bankReference]),
      );
    }
  });

  it('reads texts, days and numbers', () => {
    expect(statements('test1.mt940')[1]).toMatchObject({
      format: 'mt940', statementNumber: '999/1', account: '123456789', from: '2014-07-29', to: '2014-07-30', openingBalance: '3058.98', closingBalance: '798.98',
      lines: [
        {
          bookedOn: '2014-07-29', amount: '-2760.00', bankReference: 'B4G29PGCVO7Q06US', code: 'NTRF',
          personal: { text: 'FACTUUR 201403110, 201403113 REK: NL65INGB0123456789/NAAM: PICQER' },
        },
        { amount: '500.00', personal: { text: '12160475 0050001631430920 ORDERID: 264267 MEDIA MARKT ONLINE NE REK: NL84INGB0234561789/NAAM: MMS ONLINE NEDERLAND B.V. 29-07-2014 10:05' } },
      ],
    });
    expect(statements('test2.mt940x')[0]?.lines.map(({ personal }) => personal)).toEqual([
      { name: 'BOOKING GROUP', accountNumber: '491050195310000 0477656534'.replace(' ', ''), text: 'Usługi księgowe - m-c grudzien 2016 rok.' },
      { text: 'VB ELECTR. PŁATNOŚĆ KARTĄ 3.32 EUR 1 EUR=4.5385 PLN GOOGLE *SVCSAPPS@google.com' },
      { name: 'OFFICE GROUPUL. SPOKOJNA 3', accountNumber: '5910902053000000016768736', text: 'usługa biurowa 2017/01' },
    ]);
  });
});
