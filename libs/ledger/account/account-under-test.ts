import { Value } from '@sinclair/typebox/value';
import type { Decision } from '../refusal';
import { accountEvents, type AccountEvent, type InvoiceEntered, type PaymentEntered } from './account.events';
import { accountFold } from './account.fold';
import { correctionEvents } from './correction.events';
import type { AccountState } from './account.state';
import type { Timeline } from './timeline';

/** An account that is decided on and folded as the application does it, for tests. Checks every event's schema. */
export class AccountUnderTest {
  state: AccountState = accountFold.initial();
  readonly log: { readonly event: AccountEvent; readonly inputHash: string }[] = [];

  /** Decides and, when accepted, folds the events. */
  run<Answer>(decide: (state: AccountState) => Decision<AccountEvent, Answer>, inputHash = 'hash'): Decision<AccountEvent, Answer> {
    const decision = decide(this.state);
    for (const event of decision.kind === 'accepted' ? decision.events : []) {
      checkSchema(event);
      this.state = accountFold.evolve(this.state, event, this.log.length, inputHash);
      this.log.push({ event, inputHash });
    }
    return decision;
  }

  /** As `run`, for what must not be refused. */
  do<Answer>(decide: (state: AccountState) => Decision<AccountEvent, Answer>, inputHash = 'hash'): { events: readonly AccountEvent[]; answer: Answer } {
    const decision = this.run(decide, inputHash);
    if (decision.kind === 'refused') {
      throw new Error(`${decision.refusal.code}: ${decision.refusal.message}`);
    }
    return decision;
  }

  open(invoiceId: string, instalment = 1): bigint | undefined {
    return this.state.invoices.get(invoiceId)?.items.find((item) => item.instalment === instalment)?.open;
  }
}

export function checkSchema(event: AccountEvent): void {
  const definition = [...accountEvents, ...correctionEvents].find(({ type }) => type === event.type);
  if (definition === undefined || !Value.Check(definition.schema, event.data)) {
    const first = definition === undefined ? 'no such type' : JSON.stringify([...Value.Errors(definition.schema, event.data)][0]);
    throw new Error(`${event.type} does not fit its schema: ${first}`);
  }
}

export const foldAll = (log: AccountUnderTest['log'], from: AccountState = accountFold.initial(), revision = 0): AccountState =>
  log.reduce((state, { event, inputHash }, index) => accountFold.evolve(state, event, revision + index, inputHash), from);

/** The lowest balance on any date. */
export function lowestEver({ amounts }: Timeline): bigint {
  let balance = 0n;
  let lowest = 0n;
  for (const amount of amounts) {
    balance += amount;
    lowest = balance < lowest ? balance : lowest;
  }
  return lowest;
}

export const accountId = 'main~c1';

export function invoice(invoiceId: string, amount: string, over: Partial<InvoiceEntered['data']> = {}) {
  const issueDate = over.issueDate ?? '2010-12-01';
  return {
    accountId,
    invoiceId,
    origin: 'register' as const,
    documentNumber: `NO-${invoiceId}`,
    issueDate,
    currency: 'GBP',
    gross: amount,
    baseCurrency: 'GBP',
    baseGross: amount,
    instalments: [{ number: 1, dueDate: issueDate, amount }],
    remind: true,
    allocationId: `auto-${invoiceId}`,
    ...over,
  };
}

export function payment(paymentId: string, amount: string, over: Partial<PaymentEntered['data']> = {}) {
  const receivedOn = over.receivedOn ?? '2010-12-10';
  return {
    accountId,
    paymentId,
    identificationId: 'i1',
    receivedOn,
    identifiedOn: receivedOn,
    currency: 'GBP',
    amount,
    baseCurrency: 'GBP',
    baseAmount: amount,
    allocationId: `auto-${paymentId}-${over.identificationId ?? 'i1'}`,
    ...over,
  };
}
