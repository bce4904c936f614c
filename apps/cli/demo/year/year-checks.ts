import type { Ledger } from '#billing';
import { digitsOfText } from './year-figures';
import type { Check } from '../../verify/check';
import { yearEntity } from './year-company';

/** What must hold between the reports of the year's company at its end, on both bases. */
export async function yearChecks({ reports }: Ledger, factsOfSecondYear: number): Promise<readonly Check[]> {
  const problems: Record<string, string[]> = { 'year: tie-out': [], 'year: trial balance': [], 'year: roll-forward': [], 'year: tax ties': [], 'year: order to cash': [] };
  const note = (name: string, ok: boolean, text: string): void => void (ok || problems[name]?.push(text));
  for (const basis of ['effective', 'posting'] as const) {
    const question = { entityId: yearEntity, asOf: '2011-12-31', from: '2011-01-01', basis };
    for (const row of (await reports.tieOut(question)).body.rows) note('year: tie-out', row.ties, `${basis}: ${JSON.stringify(row)}`);
    for (const { currency, totals } of (await reports.trialBalance(question)).body.sections) {
      const zero = [totals.closing, totals.base.closing].every((figure) => digitsOfText(figure) === 0n);
      note('year: trial balance', zero, `${basis}: ${currency} comes to ${totals.closing}, ${totals.base.closing} in base currency`);
    }
    for (const { currency, totals } of (await reports.contractBalances(question)).body.sections) {
      const of = (name: 'opening' | 'billed' | 'credited' | 'recognised' | 'closing'): bigint => digitsOfText(totals[name]);
      note('year: roll-forward', of('opening') + of('billed') - of('credited') - of('recognised') === of('closing'), `${basis}: ${currency} does not add up`);
    }
    for (const { ties, totals, taxPayable } of (await reports.tax(question)).body.sections) note('year: tax ties', ties, `${basis}: ${totals.tax} is not ${taxPayable}`);
    for (const { rows } of (await reports.orderToCash(question)).body.sections) {
      for (const row of rows) {
        const parts = [row.billed, row.unbilled, row.cancelled, row.rejected].map(digitsOfText).reduce((sum, each) => sum + each, 0n);
        note('year: order to cash', digitsOfText(row.closed) === parts, `${basis}: ${row.sourceId} ${row.itemId}: ${row.closed} closed`);
      }
    }
  }
  const held = Object.entries(problems).map(([name, found]) => ({ name, ok: found.length === 0, detail: found[0] ?? 'holds on both bases at the end of 2011', problems: found }));
  const twice = factsOfSecondYear === 0;
  const text = `${factsOfSecondYear} facts written by playing the year again`;
  return [...held, { name: 'year twice', ok: twice, detail: text, problems: twice ? [] : [text] }];
}
