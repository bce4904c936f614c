import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordUsage, RecordUsageBatches, RunBilling, type Ledger } from '#billing';
import { addDays } from '#ledger';
import { accepted, contexts, customers, entityIds, foundCompanies, MovedClock, openWith } from './company.test-kit';
import { contractCommands } from './contract-commands.test-kit';
import { ReadLog } from './log.test-kit';
import { saleCommands } from './sale-commands.test-kit';
import { World } from './world.test-kit';

interface Company {
  readonly ledger: Ledger;
  readonly world: World;
  readonly clock: MovedClock;
}
const open: Company[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const { ledger } of open.splice(0)) await ledger.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function company(seed: number): Promise<Company> {
  const folder = mkdtempSync(join(tmpdir(), 'same-'));
  folders.push(folder);
  const clock = new MovedClock();
  const ledger = await openWith(folder, clock);
  const context = contexts();
  await foundCompanies(ledger, context);
  const made = { ledger, clock, world: new World(seed, new ReadLog(ledger), clock, context) };
  open.push(made);
  return made;
}

/** Contracts of every model with their use, and sales that wait: the same in every company of the seed. */
async function contracted({ ledger, world }: Company, count: number): Promise<void> {
  await world.log.look();
  for (let one = 0; one < count; one += 1) {
    const [, maker] = one < 12 ? contractCommands['sign']! : world.one([contractCommands['use']!, contractCommands['accept']!, saleCommands['sellForLater']!]);
    const command = maker(world);
    if (command !== null) await ledger.execute(command);
    await world.log.look();
  }
}

async function run({ ledger, world }: Company, some: { customerIds?: readonly string[] } = {}): Promise<void> {
  await ledger.readModels.catchUp();
  for (const entityId of entityIds) {
    await accepted(ledger, new RunBilling({ runId: world.id('run'), entityId, through: world.today, ...some }, world.context()));
  }
  await world.log.look();
}

/** What is billed, without the ids and numbers that say which run it was and who came first. */
const invoiced = ({ world }: Company): string[] =>
  world.log
    .of('InvoiceIssued')
    .map(({ invoiceId: _id, number: _number, documentNumber: _printed, runId: _run, ...content }) => JSON.stringify(content))
    .sort();
/** What each contract item and sale is billed, whatever invoice it stands on. */
const charged = ({ world }: Company): string[] =>
  world.log
    .of('InvoiceIssued')
    .flatMap(({ lines }) => lines)
    .map(({ contractId, contractItemId, saleId, description, servicePeriod, net }) => JSON.stringify({ contractId, contractItemId, saleId, description, servicePeriod, net }))
    .sort();

describe('how billing is run changes no amount', () => {
  it.each([1, 2, 3])('one run for all, or one for each customer, seed %i', async (seed) => {
    const [whole, split] = [await company(seed), await company(seed)];
    for (const one of [whole, split]) await contracted(one, 30);
    for (const one of [whole, split]) one.clock.moveOn(32);
    await run(whole);
    for (const customerId of [...customers].reverse()) await run(split, { customerIds: [customerId] });
    expect(invoiced(whole).length).toBeGreaterThan(5);
    expect(invoiced(split)).toEqual(invoiced(whole));
  }, 60_000);

  it.each([1, 2])('every day, or once at the end of the month, seed %i', async (seed) => {
    const [daily, monthly] = [await company(seed), await company(seed)];
    for (const one of [daily, monthly]) await contracted(one, 30);
    for (let day = 0; day < 31; day += 1) {
      for (const one of [daily, monthly]) one.clock.moveOn(1);
      await run(daily);
    }
    await run(monthly);
    expect(charged(monthly).length).toBeGreaterThan(5);
    expect(charged(daily)).toEqual(charged(monthly));
    expect(invoiced(daily)).not.toEqual(invoiced(monthly));
  }, 60_000);

  it('usage in one batch, in single records, or in batches of several contracts', async () => {
    const companies = [await company(7), await company(7), await company(7)] as const;
    for (const one of companies) await contracted(one, 12);
    const metered = companies[0].world.log.of('ContractSigned').flatMap(({ contractId, startsOn, items }) =>
      items.filter(({ model }) => model === 'subscription' || model === 'hourly').map((item) => ({ contractId, startsOn, itemId: item.itemId, meter: item.model === 'hourly' ? 'senior' : 'calls' })));
    expect(metered.length).toBeGreaterThan(2);
    const batches = metered.map(({ contractId, startsOn, itemId, meter }) => ({
      contractId, records: Array.from({ length: 40 }, (_, index) => ({ usageId: `${itemId}-${index}`, itemId, meter, quantity: `${index % 7}.25`, on: addDays(startsOn, index % 14) })),
    }));
    const [one, single, several] = companies;
    for (const each of companies) each.clock.moveOn(14);
    for (const batch of batches) await accepted(one.ledger, new RecordUsage(batch, one.world.context()));
    for (const { contractId, records } of batches) {
      for (const record of records) await accepted(single.ledger, new RecordUsage({ contractId, records: [record] }, single.world.context()));
    }
    await accepted(several.ledger, new RecordUsageBatches({ batches }, several.world.context()));
    for (const each of companies) {
      each.clock.moveOn(60);
      await run(each);
    }
    expect(invoiced(single)).toEqual(invoiced(one));
    expect(invoiced(several)).toEqual(invoiced(one));
    // A record more would be seen.
    const before = charged(one);
    for (const { contractId, records } of batches) {
      await accepted(one.ledger, new RecordUsage({ contractId, records: [{ ...records[0]!, usageId: 'more', quantity: '500' }] }, one.world.context()));
    }
    await run(one);
    expect(charged(one)).not.toEqual(before);
  }, 60_000);
});
