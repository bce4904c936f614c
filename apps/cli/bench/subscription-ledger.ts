import { EventCodec, type EventOrigin, type EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { accountIdOf, accountRoles, eventDefinitions, streamName, type LedgerEvent } from '#ledger';
import { seeded } from './measure';

const ledgerId = '22222222-2222-5222-8222-222222222222';
const codec = new EventCodec({ definitions: eventDefinitions, ledgerId });
const origin: EventOrigin = { actor: 'bench', commandId: 'bench', correlationId: 'bench', causationId: 'bench', inputHash: `v1:${'0'.repeat(64)}` };

export const subscriptionEntity = 'saas';
const startsOn = '2024-01-01';
/** Streams made side by side, so that they share a transaction. */
const width = 500;

const entityFacts: readonly LedgerEvent[] = [
  {
    type: 'EntityConfigured',
    data: {
      entityId: subscriptionEntity, name: 'Subscriptions Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
      rounding: { basis: 'tax-rate', mode: 'half-up' }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 }, waysToPay: [],
    },
  },
  { type: 'ChartMapped', data: { entityId: subscriptionEntity, accounts: accountRoles.map((role, index) => ({ role, code: String(1000 + index), name: role })) } },
  { type: 'SeriesOpened', data: { entityId: subscriptionEntity, seriesId: 'saas-INV', kind: 'invoice', prefix: 'INV-', firstNumber: 1, digits: 8 } },
];

const customer = (customerId: string): LedgerEvent => ({
  type: 'CustomerRegistered',
  data: { customerId, kind: 'business', country: 'GB', personal: { name: `Customer ${customerId}` } },
});

function contract(index: number, random: () => number): LedgerEvent {
  const customerId = `C${index}`;
  return {
    type: 'ContractSigned',
    data: {
      contractId: `K${index}`, entityId: subscriptionEntity, customerId, accountId: accountIdOf(subscriptionEntity, customerId), signedOn: startsOn, startsOn,
      currency: 'GBP',
      items: [{
        itemId: 'seat', description: 'Team plan, seats', taxCategory: 'S', taxRate: '20', recognition: 'daily', model: 'subscription',
        subscription: {
          plan: 'team', quantity: String(1 + Math.floor(random() * 50)), unitPrice: `${5 + Math.floor(random() * 20)}.90`,
          interval: { unit: 'month', count: 1 }, timing: 'in-advance',
        },
      }],
    },
  };
}

async function append(store: EventStore, stream: string, events: readonly LedgerEvent[]): Promise<void> {
  const outcome = await store.append(stream, 'no_stream', events.map((event, index) => codec.encode(stream, index, event, origin)));
  if (outcome.kind !== 'appended') throw new Error(`append to ${stream} answered ${outcome.kind}`);
}

/** Makes a log of so many subscriptions, each of a customer of its own, none of them billed. The same every time. */
export async function makeSubscriptionLedger(file: string, count: number): Promise<void> {
  const store = await openEmbeddedStore({ file });
  const random = seeded(17);
  await append(store, streamName('ledger', 'identity'), [{ type: 'LedgerFounded', data: { ledgerId } }]);
  await append(store, streamName('entity', subscriptionEntity), entityFacts);
  for (let from = 0; from < count; from += width) {
    const places = Array.from({ length: Math.min(width, count - from) }, (_, index) => from + index);
    await Promise.all(places.flatMap((index) => [
      append(store, streamName('customer', `C${index}`), [customer(`C${index}`)]),
      append(store, streamName('contract', `K${index}`), [contract(index, random)]),
    ]));
  }
  await store.close();
}
