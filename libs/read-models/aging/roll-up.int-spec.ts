import { streamName, type LedgerEvent } from '#ledger';
import { reports } from '../reports/reports';
import { ReadModels } from '../runner/read-models';
import { minor, sum, text } from '../testing/brute-force';
import { customers } from '../testing/random-documents';
import { RandomHistory } from '../testing/random-history';
import { TestLedger } from '../testing/test-ledger';
import { tellWhenPostgresIsSkipped, testReadStores } from '../testing/test-read-stores';

const parent = (customerId: string, parentCustomerId?: string): { stream: string; event: LedgerEvent } => ({
  stream: streamName('customer', customerId),
  event: { type: 'ParentSet', data: { customerId, requestId: `${customerId} under ${parentCustomerId ?? ''}`, ...(parentCustomerId === undefined ? {} : { parentCustomerId }) } },
});

describe.each([...testReadStores])('aging of parents on $name', ({ open }) => {
  it('shows what all below a customer owe as its own, as the parents were known', async () => {
    const ledger = await TestLedger.open();
    const [ada, bob, carl, zoe] = customers as [string, string, string, string];
    const { events } = new RandomHistory(5).grow(200);
    await ledger.append([...events, parent(bob, ada), parent(carl, bob), parent(zoe, zoe)]);
    const known = (await ledger.facts()).length;
    await ledger.append([parent(carl)]);
    const { store, drop } = await open(ledger.folder);
    const models = new ReadModels(store, ledger.source);
    await models.catchUp();
    const asked = { asOf: '2024-06-30', knownAt: { sequence: known } };
    const { body: flat } = await reports(store).aging(asked);
    const { body: rolled } = await reports(store).aging({ ...asked, rollUp: true });
    expect(rolled.sections.length).toBe(flat.sections.length);
    for (const [index, section] of rolled.sections.entries()) {
      const single = flat.sections[index]!;
      expect(section.totals).toEqual(single.totals);
      expect(section.rows.map(({ customerId }) => customerId)).toEqual([ada, zoe]);
      const below = single.rows.filter(({ customerId }) => customerId !== zoe).map(({ balance }) => minor(balance, single.currency));
      expect(section.rows[0]!.balance).toBe(text(sum(below), single.currency));
    }
    const { body: now } = await reports(store).aging({ asOf: '2024-06-30', rollUp: true });
    expect(now.sections[0]!.rows.map(({ customerId }) => customerId)).toEqual([ada, zoe, carl].sort((left, right) => (left < right ? -1 : 1)));
    await models.stop();
    await store.close();
    await drop();
    await ledger.close();
  });
});

tellWhenPostgresIsSkipped();
