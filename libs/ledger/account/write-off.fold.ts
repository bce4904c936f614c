import { shareOfLeft } from './base-share';
import type { AccountState, OpenItem } from './account.state';
import type { WriteOff, WrittenOffPart } from './correction.state';
import type { BadDebtTaxRelieved, InvoiceWrittenOff, WriteOffReversed } from './correction.events';
import { moveItem, storedItem } from './item-movement';
import { minorsOf, taken } from './minors';

export function foldWrittenOff(state: AccountState, data: InvoiceWrittenOff['data'], inputHash: string): void {
  const parts = data.items.map((written): WrittenOffPart => {
    const item = storedItem(state, written);
    const amounts = minorsOf(written, data);
    moveItem(state, item, data.writtenOffOn, taken(amounts));
    changeWrittenOff(item, amounts.amount);
    return { item, ...amounts, left: amounts.amount, baseLeft: amounts.baseAmount };
  });
  const { writeOffId, writtenOffOn } = data;
  state.writeOffs.set(writeOffId, { writeOffId, writtenOffOn, parts, data, relief: null });
  state.requests.set(`write-off:${writeOffId}`, inputHash);
}

function changeWrittenOff(item: OpenItem, by: bigint): void {
  item.writtenOff = (item.writtenOff ?? 0n) + by;
}

function storedWriteOff(state: AccountState, writeOffId: string): WriteOff {
  const writeOff = state.writeOffs.get(writeOffId);
  if (writeOff === undefined) {
    throw new Error(`write-off ${writeOffId} was changed and never made`);
  }
  return writeOff;
}

export function foldWriteOffReversed(state: AccountState, data: WriteOffReversed['data'], inputHash: string): void {
  const writeOff = storedWriteOff(state, data.writeOffId);
  for (const reversed of data.items) {
    const item = storedItem(state, reversed);
    const amounts = minorsOf(reversed, data);
    const part = writeOff.parts.find((candidate) => candidate.item === item);
    if (part === undefined || part.left < amounts.amount) {
      throw new Error(`write-off ${data.writeOffId} is reversed for more than is left of it`);
    }
    takeRelief(writeOff, item, amounts.amount);
    part.left -= amounts.amount;
    part.baseLeft -= amounts.baseAmount;
    changeWrittenOff(item, -amounts.amount);
    moveItem(state, item, data.reversedOn, amounts);
  }
  state.writeOffReversals.set(data.reversalId, data);
  state.requests.set(`write-off-reversal:${data.reversalId}`, inputHash);
}

/** What is still written off of one invoice, or of all of them. */
export const writtenOffLeft = ({ parts }: Pick<WriteOff, 'parts'>, invoiceId: string | null): bigint =>
  parts.reduce((sum, { item, left }) => (invoiceId === null || item.invoiceId === invoiceId ? sum + left : sum), 0n);

/** Of each relieved tax that goes with the item, the share that a reversal of so much brings back. */
export function reliefShares(writeOff: WriteOff, item: OpenItem, amount: bigint) {
  return (writeOff.relief?.taxes ?? [])
    .filter(({ invoiceId }) => invoiceId === null || invoiceId === item.invoiceId)
    .map((tax) => {
      const basis = writtenOffLeft(writeOff, tax.invoiceId);
      return { tax, amount: shareOfLeft(amount, basis, tax.left), baseAmount: shareOfLeft(amount, basis, tax.baseLeft) };
    });
}

/** The same shares that the event was made with: both come from what was left before it. */
function takeRelief(writeOff: WriteOff, item: OpenItem, amount: bigint): void {
  for (const share of reliefShares(writeOff, item, amount)) {
    share.tax.left -= share.amount;
    share.tax.baseLeft -= share.baseAmount;
  }
}

export function foldTaxRelieved(state: AccountState, data: BadDebtTaxRelieved['data'], inputHash: string): void {
  const taxes = data.taxes.map(({ invoiceId, ...share }) => {
    const { amount, baseAmount } = minorsOf(share, data);
    return { invoiceId: invoiceId ?? null, share, left: amount, baseLeft: baseAmount };
  });
  storedWriteOff(state, data.writeOffId).relief = { reliefId: data.reliefId, relievedOn: data.relievedOn, taxes };
  state.requests.set(`tax-relief:${data.reliefId}`, inputHash);
}
