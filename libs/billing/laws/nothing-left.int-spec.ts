import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancelInvoice, type Ledger } from '#billing';
import { accepted, contexts, foundCompanies, MovedClock, openWith } from './company.test-kit';
import { ReadLog } from './log.test-kit';
import { digitsOf } from './movements.test-kit';
import { endOfTime } from './report-laws.test-kit';
import { saleCommands } from './sale-commands.test-kit';
import { World } from './world.test-kit';

let folder: string;
let ledger: Ledger;
let clock: MovedClock;
let context: ReturnType<typeof contexts>;

beforeEach(async () => {
  [clock, context] = [new MovedClock(), contexts()];
  folder = mkdtempSync(join(tmpdir(), 'nothing-'));
  ledger = await openWith(folder, clock);
  await foundCompanies(ledger, context);
});
afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

/** Every account that does not stand at zero on the day, in its currency or in base currency. */
async function standing(asOf: string): Promise<string[]> {
  const { body } = await ledger.reports.trialBalance({ asOf, from: '2020-01-01' });
  return body.sections.flatMap(({ entityId, currency, rows }) =>
    rows.filter((row) => digitsOf(row.closing) !== 0n || digitsOf(row.base.closing) !== 0n)
      .map(({ accountName, closing, base }) => `${asOf} ${entityId} ${currency} ${accountName}: ${closing}, ${base.closing} in base`));
}

async function movingDays(from: string): Promise<string[]> {
  const days = new Set<string>([from]);
  for await (const page of ledger.reports.journalLines({ asOf: endOfTime })) {
    for (const { effectiveDate } of page) if (effectiveDate > from) days.add(effectiveDate);
  }
  return [...days].sort();
}

/** Sells something at random. @returns the invoice, or none when nothing was to bill. */
async function sold(world: World): Promise<string | null> {
  const before = world.log.of('InvoiceIssued').length;
  await accepted(ledger, saleCommands['sell']![1](world)!);
  await world.log.look();
  return world.log.of('InvoiceIssued')[before]?.invoiceId ?? null;
}

describe('an invoice and its full credit', () => {
  it.each(['undelivered', 'delivered', 'price'] as const)('leave nothing on any account, in any currency: %s', async (delivery) => {
    const log = new ReadLog(ledger);
    await log.look();
    const world = new World(delivery.length, log, clock, context);
    for (let round = 0; round < 25; round += 1) {
      const invoiceId = await sold(world);
      clock.moveOn(world.below(20));
      if (invoiceId === null) continue;
      // The sale itself stands on the accounts: a law that could not see it would hold of everything.
      await ledger.readModels.catchUp();
      expect(await standing(clock.today)).not.toEqual([]);
      const cancelled = await accepted(ledger, new CancelInvoice({ invoiceId, requestId: world.id(delivery), reason: 'called off', delivery }, context()));
      expect(cancelled.state).toBe('credited');
      await ledger.readModels.catchUp();
      // What was delivered keeps its schedule, which runs off; what was not leaves nothing from that day on.
      const days = delivery === 'undelivered' ? await movingDays(clock.today) : [endOfTime];
      const left: string[] = [];
      for (const day of days) left.push(...(await standing(day)));
      expect({ invoiceId, lines: log.of('InvoiceIssued').at(-1)?.lines, left }).toEqual(expect.objectContaining({ left: [] }));
    }
  }, 120_000);
});
