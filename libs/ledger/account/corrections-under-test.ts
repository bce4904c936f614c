import { addDays } from '../dates';
import { accountId, type AccountUnderTest } from './account-under-test';
import type { AccountState, OpenItem } from './account.state';
import { decideAcceptDeduction, type DeductionFacts } from './accept-deduction';
import { decideRecordRefundFailed, decideRecordRefundPaid, decideRecordRefundReturned } from './refund-outcome';
import { decideRelieveBadDebtTax } from './relieve-bad-debt-tax';
import { decideRequestRefund } from './request-refund';
import { decideReverseDeduction } from './reverse-deduction';
import { decideReverseWriteOff } from './reverse-write-off';
import { decideWriteOff } from './write-off';

/** One random correction. Amounts are units of 0.25. */
export type CorrectionStep =
  | { readonly kind: 'deduct'; readonly day: string; readonly amount: number; readonly pick: number; readonly other: number }
  | { readonly kind: 'undeduct'; readonly later: number; readonly pick: number }
  | { readonly kind: 'write-off'; readonly day: string; readonly amount: number | null; readonly pick: number; readonly all: boolean; readonly relieve: boolean }
  | { readonly kind: 'write-back'; readonly later: number; readonly pick: number; readonly part: boolean }
  | { readonly kind: 'refund'; readonly day: string; readonly amount: number | null; readonly pick: number }
  | { readonly kind: 'refund-end'; readonly later: number; readonly pick: number; readonly how: 'paid' | 'failed' | 'returned' };

interface Corrected {
  readonly account: AccountUnderTest;
  any<Value>(values: Iterable<Value>, at: number): Value | undefined;
}

const taxSummary = [{ category: 'S' as const, rate: '20', base: '100.00', tax: '20.00' }];
export const factsOf = (invoiceId: string): DeductionFacts => ({ document: { invoiceId, currency: 'GBP', taxSummary }, tolerance: '1000.00', mode: 'half-up' });

const money = (units: number): string => `${Math.floor(units / 4)}.${['00', '25', '50', '75'][units % 4]}`;
const asked = (amount: number | null): { readonly amount?: string } => (amount === null ? {} : { amount: money(amount) });

export function takeCorrection(world: Corrected, id: string, one: CorrectionStep): void {
  switch (one.kind) {
    case 'deduct':
      return deduct(world, id, one);
    case 'undeduct':
      return undeduct(world, id, one);
    case 'write-off':
      return writeOff(world, id, one);
    case 'write-back':
      return writeBack(world, id, one);
    case 'refund':
      return refund(world, id, one);
    case 'refund-end':
      return endRefund(world, id, one);
  }
}

function deduct(world: Corrected, id: string, one: Extract<CorrectionStep, { kind: 'deduct' }>): void {
  const invoice = world.any(world.account.state.invoices.keys(), one.pick);
  const paymentId = world.any(world.account.state.receipts.keys(), one.other);
  if (invoice === undefined) {
    return;
  }
  const command = {
    accountId, deductionId: id, inputHash: id, kind: 'early-payment-discount' as const, invoiceId: invoice, amount: money(one.amount), acceptedOn: one.day,
    today: one.day, override: true, reason: 'test', ...(paymentId === undefined ? {} : { paymentId }),
  };
  const first = world.account.run((state) => decideAcceptDeduction(command, state, factsOf(invoice)), id);
  if (first.kind === 'accepted') {
    expect(world.account.do((state) => decideAcceptDeduction(command, state, factsOf(invoice)))).toEqual({ ...first, events: [] });
  }
}

function undeduct(world: Corrected, id: string, one: Extract<CorrectionStep, { kind: 'undeduct' }>): void {
  const deduction = world.any(world.account.state.deductions.values(), one.pick)?.data;
  if (deduction !== undefined) {
    const reversedOn = addDays(deduction.acceptedOn, one.later);
    const command = { accountId, deductionId: deduction.deductionId, requestId: id, inputHash: id, reversedOn, today: reversedOn, reason: 'test' };
    world.account.run((state) => decideReverseDeduction(command, state), id);
  }
}

function writeOff(world: Corrected, id: string, one: Extract<CorrectionStep, { kind: 'write-off' }>): void {
  const invoiceId = world.any(world.account.state.invoices.keys(), one.pick);
  if (invoiceId === undefined) {
    return;
  }
  const items = one.all ? {} : { items: [{ invoiceId, ...asked(one.amount) }] };
  const command = { accountId, writeOffId: id, inputHash: id, writtenOffOn: one.day, today: one.day, reasonCode: 'other' as const, reason: 'test', ...items };
  const first = world.account.run((state) => decideWriteOff(command, state), id);
  if (first.kind === 'accepted') {
    expect(world.account.do((state) => decideWriteOff(command, state))).toEqual({ ...first, events: [] });
  }
  if (first.kind === 'accepted' && one.relieve) {
    const relief = { accountId, writeOffId: id, reliefId: id, inputHash: id, relievedOn: one.day, today: one.day };
    const documents = new Map(first.answer.items.map((item) => [item.invoiceId, { invoiceId: item.invoiceId, currency: 'GBP', taxSummary }]));
    world.account.run((state) => decideRelieveBadDebtTax(relief, state, documents), id);
  }
}

function writeBack(world: Corrected, id: string, one: Extract<CorrectionStep, { kind: 'write-back' }>): void {
  const written = world.any(world.account.state.writeOffs.values(), one.pick);
  if (written !== undefined) {
    const reversedOn = addDays(written.writtenOffOn, one.later);
    const items = one.part ? { items: [{ invoiceId: written.parts[0]?.item.invoiceId ?? '', amount: '0.25' }] } : {};
    const command = { accountId, writeOffId: written.writeOffId, requestId: id, inputHash: id, reversedOn, today: reversedOn, reason: 'test', ...items };
    const first = world.account.run((state) => decideReverseWriteOff(command, state), id);
    if (first.kind === 'accepted') {
      expect(world.account.do((state) => decideReverseWriteOff(command, state))).toEqual({ ...first, events: [] });
    }
  }
}

function refund(world: Corrected, id: string, one: Extract<CorrectionStep, { kind: 'refund' }>): void {
  const { receipts, credits } = world.account.state;
  const source = world.any([...receipts.values(), ...credits.values()], one.pick);
  if (source !== undefined) {
    const command = { accountId, refundId: id, inputHash: id, source: { kind: source.kind, id: source.id }, requestedOn: one.day, today: one.day, reason: 'test', ...asked(one.amount) };
    const first = world.account.run((state) => decideRequestRefund(command, state), id);
    if (first.kind === 'accepted') {
      expect(world.account.do((state) => decideRequestRefund(command, state))).toEqual({ ...first, events: [] });
    }
  }
}

function endRefund(world: Corrected, id: string, one: Extract<CorrectionStep, { kind: 'refund-end' }>): void {
  const found = world.any(world.account.state.refunds.values(), one.pick);
  if (found !== undefined) {
    const day = addDays(found.paidOn ?? found.requestedOn, one.later);
    const outcome = { accountId, refundId: found.refundId, inputHash: id, today: day };
    world.account.run((state) => {
      if (one.how === 'paid') {
        return decideRecordRefundPaid(outcome, state);
      }
      return one.how === 'failed' ? decideRecordRefundFailed({ ...outcome, reason: 'test' }, state) : decideRecordRefundReturned({ ...outcome, reason: 'test' }, state);
    }, id);
  }
}

/** Cheaper than `expect` in loops that run a million times. */
export function must(holds: boolean, law: string): void {
  if (!holds) {
    throw new Error(law);
  }
}

export function highestEver({ timeline }: OpenItem): bigint {
  let balance = 0n;
  return timeline.amounts.reduce((highest, one) => {
    balance += one;
    return balance > highest ? balance : highest;
  }, 0n);
}

/** Adds what corrections settled of each item to what allocations did, and checks that none gives back more than itself. */
export function addCorrections(state: AccountState, settled: Map<OpenItem, bigint>): void {
  const add = (item: OpenItem, amount: bigint): unknown => settled.set(item, (settled.get(item) ?? 0n) + amount);
  for (const { item, amount, reversed } of state.deductions.values()) {
    add(item, reversed === null ? amount : 0n);
  }
  for (const { item, left } of [...state.writeOffs.values()].flatMap(({ parts }) => parts)) {
    must(left >= 0n, 'no write-off is taken back beyond itself');
    add(item, left);
  }
  for (const tax of [...state.writeOffs.values()].flatMap(({ relief }) => relief?.taxes ?? [])) {
    must(tax.left >= 0n && tax.baseLeft === tax.left, 'no more tax is owed again than was relieved');
  }
  for (const debit of [...state.refunds.values()].flatMap(({ debits }) => debits)) {
    must(debit.left >= 0n && debit.baseLeft === debit.left, 'no debit is withdrawn beyond itself');
    add(debit.item, debit.item.amount - debit.left);
  }
}
