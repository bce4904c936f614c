import { foldFrom } from '../specification/given';
import type { UsageRecord } from '../usage/usage.events';
import { creditCause, dueItems, type DueItems, type UsageSlice } from './due-items';
import type { ContractEvent, ContractSigned } from './contract.events';
import type { ContractItem } from './contract-terms';
import { contractFold, type ContractState } from './contract.state';
import { decideAssignContractBilling } from './assign-contract-billing';
import { decideAssignContractCredit } from './assign-contract-credit';
import { assertFitsSchema } from '../specification/given';

/** A contract for specifications: signed, then billed by runs as a billing run does it. */
export const itemOf = (changes: Partial<ContractItem> & Pick<ContractItem, 'model'>): ContractItem => ({
  itemId: 'item',
  description: 'Service',
  taxCategory: 'S',
  taxRate: '20',
  recognition: 'at-issue',
  ...changes,
});

export const seats = (quantity: string, unitPrice: string, changes: Partial<NonNullable<ContractItem['subscription']>> = {}): ContractItem =>
  itemOf({
    itemId: 'seat',
    description: 'Team plan',
    model: 'subscription',
    subscription: { plan: 'team', quantity, unitPrice, interval: { unit: 'month', count: 1 }, timing: 'in-advance', ...changes },
  });

export const contractSigned = (items: readonly ContractItem[], changes: Partial<ContractSigned['data']> = {}): ContractSigned => ({
  type: 'ContractSigned',
  data: {
    contractId: 'C-1', entityId: 'UK', customerId: '17850', accountId: 'UK~17850', signedOn: '2026-01-01', startsOn: '2026-01-01', currency: 'EUR',
    items: [...items], ...changes,
  },
});

export const amendedFrom = (effectiveFrom: string, items: readonly ContractItem[], removedItemIds: readonly string[] = []): ContractEvent => ({
  type: 'ContractAmended',
  data: { contractId: 'C-1', amendmentId: `a-${effectiveFrom}`, effectiveFrom, items: [...items], removedItemIds: [...removedItemIds], reason: 'agreed' },
});

export const endedOn = (endsOn: string): ContractEvent => ({ type: 'ContractEnded', data: { contractId: 'C-1', requestId: `e-${endsOn}`, endsOn, reason: 'cancelled' } });

/** A contract's stream beside its usage, carried on by runs. */
export class BilledContract {
  readonly events: ContractEvent[] = [];
  readonly batches: UsageRecord[][] = [];
  state: ContractState = contractFold.initial();

  constructor(...events: readonly ContractEvent[]) {
    this.add(...events);
  }

  add(...events: readonly ContractEvent[]): this {
    for (const event of events) {
      assertFitsSchema(event);
      this.state = foldFrom(contractFold, this.state, [event], { revision: this.events.length });
      this.events.push(event);
    }
    return this;
  }

  use(...records: readonly UsageRecord[]): this {
    this.batches.push([...records]);
    return this;
  }

  get unbilled(): UsageSlice | null {
    const from = this.state.usageBilledThrough + 1;
    return from >= this.batches.length ? null : { from, to: this.batches.length - 1, records: this.batches.slice(from).flat() };
  }

  /** What is due, as a run sees it. */
  due(through: string): DueItems {
    return dueItems(this.state, { through, mode: 'half-up', usage: this.unbilled, baseCurrency: 'EUR' });
  }

  /** Bills and credits everything due, as a run does. */
  run(through: string): DueItems {
    const due = this.due(through);
    const decidedOn = this.state.revision;
    const count = this.events.length;
    const run = { contractId: 'C-1', runId: `run-${count}` };
    const assigned = due.items.length === 0 ? [] : accepted(decideAssignContractBilling({
      ...run, invoiceId: `inv-${count}`, items: [...due.items], decidedOn, rate: '1', baseCurrency: 'EUR',
      ...(due.usageRange === undefined ? {} : { usageRange: due.usageRange }),
    }, this.state));
    this.add(...assigned);
    if (due.credits.length > 0) {
      const cause = creditCause(this.state, due.credits);
      this.add(...accepted(decideAssignContractCredit({ ...run, returnId: `ret-${count}`, cause, lines: due.credits }, this.state)));
    }
    return due;
  }

  /** Billed less credited, minor units. */
  get net(): bigint {
    return [...this.state.items.values()].reduce((sum, { balance }) => sum + balance.billed, 0n);
  }
}

type Decided<Event> =
  | { readonly kind: 'accepted'; readonly events: readonly Event[] }
  | { readonly kind: 'refused'; readonly refusal: { readonly code: string; readonly message: string } };

function accepted<Event>(decision: Decided<Event>): readonly Event[] {
  if (decision.kind === 'refused') {
    throw new Error(`${decision.refusal.code}: ${decision.refusal.message}`);
  }
  return decision.events;
}

/** `net @ first day..last day quantity×price` of every line, to compare with figures worked out by hand. */
export const shown = ({ items }: DueItems): string[] =>
  items.flatMap(({ lines }) =>
    lines.map(({ net, quantity, unitPrice, servicePeriod }) =>
      `${net ?? ''} = ${quantity} × ${unitPrice}${servicePeriod === undefined ? '' : ` ${servicePeriod.from}..${servicePeriod.to}`}`,
    ),
  );

export const shownCredits = ({ credits }: DueItems): string[] => credits.map((credit) => `${credit.net} off ${credit.invoiceLineId} ${credit.servicePeriod.from}..${credit.servicePeriod.to}`);
