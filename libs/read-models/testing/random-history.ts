import { accountIdOf } from '#ledger';
import { customers, entities, type OpenPart } from './random-documents';
import { RandomRevenue } from './random-revenue';

export type { PlacedEvent } from './random-documents';

/** Builds histories that a ledger could really hold: no item or receipt is used beyond what it has. */
export class RandomHistory extends RandomRevenue {
  grow(steps: number): this {
    const acts = [
      () => this.invoice(), () => this.invoice(), () => this.external(), () => this.credit(), () => this.receive(), () => this.receive(),
      () => this.identify(), () => this.identify(), () => this.allocate(), () => this.allocate(), () => this.unallocate(), () => this.release(),
      () => this.bounce(), () => this.dispute(), () => this.resolve(), () => this.period(), () => this.remind(), () => this.hold(),
      () => this.deduct(), () => this.writeOff(), () => this.recover(), () => this.refund(), () => this.returnRefund(), () => this.bounceRefunded(),
      () => this.sign(), () => this.amend(), () => this.endContract(), () => this.invoiceOverTime(), () => this.invoiceOverTime(), () => this.creditOverTime(),
      () => this.recognise(),
    ];
    for (let step = 0; step < steps; step += 1) {
      acts[this.below(acts.length)]!();
      if (this.below(40) === 0) this.configure(this.pick(entities), this.pick([[30, 60, 90], [15, 45], [7]]));
    }
    return this;
  }

  protected receive(): void {
    const { entityId, currency } = this.pick(entities);
    const paymentId = this.id('pay');
    const minor = this.amount();
    this.put('payment', paymentId, {
      type: 'PaymentReceived',
      data: { paymentId, entityId, receivedOn: this.day(), ...this.money(currency, minor), rate: '1', method: 'transfer', instruction: { allocate: 'auto' } },
    });
    this.unidentified.push({ entityId, accountId: '', id: paymentId, part: 1, currency, open: minor });
  }

  protected identify(): void {
    const receipt = this.pick(this.unidentified.filter((one) => one.open > 0n));
    if (receipt === undefined) return;
    const minor = this.below(2) === 0 ? receipt.open : 1n + receipt.open / 2n;
    const accountId = accountIdOf(receipt.entityId, this.pick(customers));
    const { currency, baseCurrency, ...amounts } = this.money(receipt.currency, minor);
    this.put('payment', receipt.id, {
      type: 'PaymentIdentified',
      data: { paymentId: receipt.id, requestId: this.id('req'), identifiedOn: this.day(), currency, baseCurrency, splits: [{ accountId, ...amounts }] },
    });
    receipt.open -= minor;
    const known = this.sources.find((source) => source.kind === 'receipt' && source.id === receipt.id && source.accountId === accountId);
    if (known !== undefined) known.open += minor;
    else this.sources.push({ kind: 'receipt', accountId, id: receipt.id, part: 1, currency, open: minor });
  }

  protected allocate(): void {
    const source = this.pick(this.sources.filter((one) => one.open > 0n));
    const item = source && this.pick(this.items.filter((one) => one.open > 0n && one.accountId === source.accountId));
    if (source === undefined || item === undefined) return;
    const minor = source.open < item.open ? source.open : item.open;
    const allocationId = this.id('alloc');
    const { currency, baseCurrency, ...amounts } = this.money(source.currency, minor);
    this.put('account', source.accountId, {
      type: 'PaymentAllocated',
      data: {
        accountId: source.accountId, allocationId, source: { kind: source.kind, id: source.id }, allocatedOn: this.day(), currency, baseCurrency, rule: 'clerk',
        items: [{ invoiceId: item.id, instalment: item.part, ...amounts }],
      },
    });
    source.open -= minor;
    item.open -= minor;
    this.allocations.push({ accountId: source.accountId, id: allocationId, source, item, amount: minor });
  }

  protected unallocate(): void {
    const index = this.below(Math.max(1, this.allocations.length));
    const [done] = this.allocations.splice(index, 1);
    if (done === undefined) return;
    const { currency, baseCurrency, ...amounts } = this.money(done.source.currency, done.amount);
    this.put('account', done.accountId, {
      type: 'AllocationReversed',
      data: {
        accountId: done.accountId, reversalId: this.id('undo'), allocationId: done.id, source: { kind: done.source.kind, id: done.source.id },
        reversedOn: this.day(), currency, baseCurrency, cause: 'clerk', reason: 'wrong invoice',
        items: [{ invoiceId: done.item.id, instalment: done.item.part, ...amounts }],
      },
    });
    done.source.open += done.amount;
    done.item.open += done.amount;
  }

  protected release(): void {
    const source = this.pick(this.sources.filter((one) => one.open > 0n && one.kind === 'receipt'));
    if (source === undefined) return;
    this.put('payment', source.id, {
      type: 'PaymentIdentificationReversed',
      data: {
        paymentId: source.id, requestId: this.id('req'), reversedOn: this.day(), ...this.money(source.currency, source.open), accountId: source.accountId,
        reason: 'other customer',
      },
    });
    this.unidentified.find((one) => one.id === source.id)!.open += source.open;
    source.open = 0n;
  }

  protected bounce(): void {
    const source = this.pick(this.sources.filter((one) => one.open > 1n && one.kind === 'receipt'));
    if (source === undefined) return;
    const nobodys = this.unidentified.find((one) => one.id === source.id)!;
    const part = ({ accountId, open }: OpenPart) => {
      const { amount, baseAmount } = this.money(source.currency, open);
      return { ...(accountId === '' ? {} : { accountId }), amount, baseAmount };
    };
    const parts = [source, nobodys].filter((one) => one.open > 0n);
    this.put('payment', source.id, {
      type: 'PaymentReversed',
      data: {
        paymentId: source.id, entityId: nobodys.entityId, reversalId: this.id('bounce'), valueDate: this.day(),
        ...this.money(source.currency, parts.reduce((sum, one) => sum + one.open, 0n)), reason: 'no funds', parts: parts.map(part),
      },
    });
    for (const one of parts) one.open = 0n;
  }

  protected dispute(): void {
    const item = this.pick(this.items);
    if (item === undefined) return;
    const dispute = { accountId: item.accountId, invoiceId: item.id, disputeId: this.id('dispute') };
    this.disputes.push(dispute);
    this.put('account', item.accountId, { type: 'DisputeOpened', data: { ...dispute, openedOn: this.day(), dateAssumed: false, reason: 'broken' } });
  }

  protected resolve(): void {
    const [dispute] = this.disputes.splice(this.below(Math.max(1, this.disputes.length)), 1);
    if (dispute === undefined) return;
    this.put('account', dispute.accountId, {
      type: 'DisputeResolved', data: { ...dispute, requestId: this.id('req'), resolvedOn: this.day(), outcome: 'agreed' },
    });
  }

  protected period(): void {
    const { entityId } = this.pick(entities);
    const months = ['2023-11', '2023-12', '2024-01', '2024-02', '2024-03'];
    const closed = this.closed.get(entityId) ?? 0;
    const reopen = closed > 0 && this.below(3) === 0;
    const period = months[reopen ? closed - 1 : closed];
    if (period === undefined) return;
    this.closed.set(entityId, closed + (reopen ? -1 : 1));
    this.put('period', entityId, {
      type: reopen ? 'PeriodReopened' : 'PeriodClosed', data: { entityId, requestId: this.id('req'), period, reason: 'month end' },
    });
  }

  protected remind(): void {
    const item = this.pick(this.items);
    if (item === undefined) return;
    const reminderId = this.id('letter');
    const { accountId, currency } = item;
    this.put('account', accountId, {
      type: 'ReminderDue',
      data: {
        accountId, reminderId, runDate: this.day(), policyId: 'standard', policyVersion: 1, channel: 'outbox', currency,
        items: [{ invoiceId: item.id, instalment: item.part, documentNumber: item.id, dueDate: this.day(), openAmount: this.money(currency, item.open).amount, step: 'first' }],
      },
    });
    this.put('account', accountId, { type: 'ReminderSent', data: { accountId, reminderId, channel: 'outbox', receipt: `${reminderId}.eml` } });
  }

  protected hold(): void {
    const accountId = accountIdOf(this.pick(entities).entityId, this.pick(customers));
    this.put('account', accountId, { type: 'AccountHeld', data: { accountId, requestId: this.id('req'), heldOn: this.day(), reason: 'late' } });
  }
}
