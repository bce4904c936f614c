import { reports, type Basis, type Reports } from '#read-models';
import { CheckBuilder, type Check } from './check';

const bases: readonly Basis[] = ['effective', 'posting'];

/** The days to look at: the last of every month in which something was booked, and the far end. */
async function daysToCheck(asked: Reports): Promise<readonly string[]> {
  const farEnd = '9999-12-31';
  const months = new Set<string>();
  for (const basis of bases) {
    for await (const page of asked.journalLines({ asOf: farEnd, basis })) {
      for (const line of page) {
        months.add((basis === 'effective' ? line.effectiveDate : line.postingDate).slice(0, 7));
      }
    }
  }
  return [...[...months].sort().map(lastDayOf), farEnd];
}

const lastDayOf = (month: string): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
};

/**
 * The reports against each other at every month's end, on both bases: sub-ledger = control = statements, aging =
 * receivables, and a trial balance that balances.
 *
 * Precondition: the read models have caught up.
 */
export async function checkReports({ readStore }: { readonly readStore: Parameters<typeof reports>[0] }): Promise<readonly Check[]> {
  const asked = reports(readStore);
  const control = new CheckBuilder('sub-ledger = control', 'days and bases on which items, control accounts and statements agree');
  const aging = new CheckBuilder('aging = receivables', 'days and bases on which the buckets sum to the receivables account');
  const balance = new CheckBuilder('trial balance', 'days and bases on which debits equal credits');
  for (const asOf of await daysToCheck(asked)) {
    for (const basis of bases) {
      const at = `${asOf}, ${basis}`;
      await checkControl(asked, control, { asOf, basis, at });
      await checkAgingAndBalance(asked, { aging, balance }, { asOf, basis, at });
    }
  }
  return [control.result(), aging.result(), balance.result()];
}

interface At {
  readonly asOf: string;
  readonly basis: Basis;
  readonly at: string;
}

async function checkControl(asked: Reports, check: CheckBuilder, { asOf, basis, at }: At): Promise<void> {
  check.look();
  const { body } = await asked.tieOut({ asOf, basis });
  for (const row of body.rows.filter(({ ties }) => !ties)) {
    check.problem(
      `${at}, ${row.entityId} ${row.currency}: items ${JSON.stringify(row.subLedger)}, control accounts ${JSON.stringify(row.control)}, ` +
        `statements ${row.statements} against ${row.customerControl}`,
    );
  }
}

async function checkAgingAndBalance(asked: Reports, checks: { aging: CheckBuilder; balance: CheckBuilder }, { asOf, basis, at }: At): Promise<void> {
  const books = (await asked.trialBalance({ asOf, basis })).body;
  const buckets = (await asked.aging({ asOf, basis })).body;
  checks.balance.look();
  checks.aging.look();
  for (const { entityId, currency, rows, totals } of books.sections) {
    if ([totals.closing, totals.opening, totals.base.closing, totals.base.opening].some((figure) => /[1-9]/.test(figure))) {
      checks.balance.problem(`${at}, ${entityId} ${currency}: closes at ${totals.closing}, in base currency at ${totals.base.closing}`);
    }
    const booked = rows.find(({ role }) => role === 'receivables')?.closing;
    const aged = buckets.sections.find((section) => section.entityId === entityId && section.currency === currency)?.totals.total;
    if (/[1-9]/.test(booked ?? '0') || /[1-9]/.test(aged ?? '0')) {
      if (booked !== aged) {
        checks.aging.problem(`${at}, ${entityId} ${currency}: buckets ${aged ?? 'none'}, receivables account ${booked ?? 'none'}`);
      }
    }
  }
}
