import { decimalOf, formatMinor, knownCurrency, minorOf, roundToMoney, type Currency } from '#money';
import type {
  BilledItem, BilledLine, ContractAmended, ContractBillingAssigned, ContractCreditAssigned, ContractCredited, ContractEvent, ContractSigned, RevenueRecognised,
} from './contract.events';
import { keyOf } from './billable-id';
import { creditedKey } from './enter-contract-credit';
import type { BilledSlot, ContractState, ItemBalance, ItemVersion, SoldItem } from './contract.state';
import { staysDeferred } from './recognition-rules';

/** Folds one event in. The owner of the state never shares it. */
export function evolveContract(state: ContractState, event: ContractEvent, revision: number, inputHash: string): ContractState {
  state.revision = revision;
  switch (event.type) {
    case 'ContractSigned':
      return signed(state, event.data, revision, inputHash);
    case 'ContractAmended':
      return amended(state, event.data, revision, inputHash);
    case 'MilestoneAccepted': {
      const item = touch(state, event.data.itemId, revision);
      item.milestones.set(event.data.milestoneId, event.data);
      state.requests.set(`milestone:${event.data.itemId}~${event.data.milestoneId}`, inputHash);
      return state;
    }
    case 'OutcomeAccepted': {
      const item = touch(state, event.data.itemId, revision);
      item.outcomes.set(event.data.acceptanceId, event.data);
      state.requests.set(`outcome:${event.data.itemId}~${event.data.acceptanceId}`, inputHash);
      return state;
    }
    case 'ContractEnded':
      state.ends.push({ revision, endsOn: event.data.endsOn });
      state.ended = true;
      state.requests.set(`end:${event.data.requestId}`, inputHash);
      touchAll(state, revision);
      return state;
    case 'ContractBillingAssigned':
      return billed(state, event.data, revision);
    case 'ContractCreditAssigned':
      return credited(state, event.data, revision);
    case 'ContractCredited':
      return creditedOutside(state, event.data);
    case 'RevenueRecognised':
      return recognised(state, event.data, { revision, inputHash });
  }
}

function signed(state: ContractState, data: ContractSigned['data'], revision: number, inputHash: string): ContractState {
  state.signed = data;
  state.requests.set('sign', inputHash);
  if (data.endsOn !== undefined) {
    state.ends.push({ revision, endsOn: data.endsOn });
  }
  for (const item of data.items) {
    addVersion(state, item.itemId, { from: data.startsOn, revision, item });
  }
  return state;
}

function amended(state: ContractState, data: ContractAmended['data'], revision: number, inputHash: string): ContractState {
  state.requests.set(`amend:${data.amendmentId}`, inputHash);
  for (const item of data.items) {
    addVersion(state, item.itemId, { from: data.effectiveFrom, revision, item });
  }
  for (const itemId of data.removedItemIds) {
    addVersion(state, itemId, { from: data.effectiveFrom, revision, item: null });
  }
  return state;
}

/** In order of days; of two for one day the one stated later counts. */
function addVersion(state: ContractState, itemId: string, version: ItemVersion): void {
  const sold = state.items.get(itemId) ?? newItem(itemId);
  state.items.set(itemId, sold);
  const after = sold.versions.findIndex(({ from }) => from > version.from);
  sold.versions.splice(after === -1 ? sold.versions.length : after, 0, version);
  sold.touched = version.revision;
}

const newItem = (itemId: string): SoldItem => ({
  itemId,
  versions: [],
  touched: -1,
  balance: { billed: 0n, recognised: 0n, drawn: 0n, deferred: 0n, deferredBase: 0n, asset: 0n, assetBase: 0n },
  slots: new Map(),
  usage: new Map(),
  milestones: new Map(),
  outcomes: new Map(),
});

function touch(state: ContractState, itemId: string, revision: number): SoldItem {
  const item = state.items.get(itemId);
  if (item === undefined) {
    throw new Error(`contract ${state.signed?.contractId ?? ''} holds a fact about item ${itemId}, which it never sold`);
  }
  item.touched = revision;
  return item;
}

function touchAll(state: ContractState, revision: number): void {
  for (const itemId of state.items.keys()) {
    touch(state, itemId, revision);
  }
}

const currencyOf = (state: ContractState): Currency => knownCurrency(state.signed?.currency ?? '');

/** The net of a line that was written before its net stood in it: by its quantity and price. */
export function billedNet(line: BilledLine, currency: Currency): bigint {
  if (line.net !== undefined) {
    return minorOf(line.net, currency.digits);
  }
  const full = decimalOf(line.quantity).times(decimalOf(line.unitPrice));
  const off = line.discountPercent === undefined ? full.times(0) : full.times(decimalOf(line.discountPercent)).times('0.01');
  return roundToMoney(full.minus(off), currency, 'half-up').minor;
}

function billed(state: ContractState, data: ContractBillingAssigned['data'], revision: number): ContractState {
  state.invoices.add(data.invoiceId);
  state.usageBilledThrough = data.usageRange?.to ?? state.usageBilledThrough;
  for (const item of data.items) {
    const sold = touch(state, item.itemId, revision);
    state.billed.set(item.billableId, data.invoiceId);
    takeUsage(sold, item);
    if (item.lines.length > 0) {
      billSlot(state, sold, item, data);
    }
  }
  return state;
}

function takeUsage(sold: SoldItem, { usage = [] }: BilledItem): void {
  for (const { meter, period, quantity } of usage) {
    const key = `${period.from}~${meter}`;
    const taken = sold.usage.get(key);
    if (taken === undefined) {
      sold.usage.set(key, { meter, period, quantity });
    } else {
      taken.quantity = decimalOf(taken.quantity).plus(decimalOf(quantity)).toFixed();
    }
  }
}

const newSlot = (): BilledSlot => ({ net: 0n, knownAt: -1, adjustments: 0, credits: 0, outside: 0n, lines: [] });

function billSlot(state: ContractState, sold: SoldItem, item: BilledItem, data: ContractBillingAssigned['data']): void {
  const currency = currencyOf(state);
  const key = keyOf(item.itemId, item.billableId);
  const slot = sold.slots.get(key) ?? newSlot();
  sold.slots.set(key, slot);
  slot.knownAt = data.decidedOn;
  slot.adjustments += item.kind === 'adjustment' ? 1 : 0;
  for (const line of item.lines) {
    const net = billedNet(line, currency);
    slot.net += net;
    slot.lines.push({ invoiceId: data.invoiceId, lineId: line.lineId, net, credited: 0n });
    const cleared = minorOf(line.recognition.contractAsset ?? '0', currency.digits);
    sold.balance.billed += net;
    sold.balance.asset -= cleared;
    if (line.recognition.contractAssetBase !== undefined) {
      sold.balance.assetBase -= minorOf(line.recognition.contractAssetBase, digitsOfText(line.recognition.contractAssetBase));
    }
    if (staysDeferred(line.recognition.rule)) {
      defer(sold.balance, net - cleared, inBase(net - cleared, currency, data));
    }
  }
}

/** Amounts in events stand at their currency's own scale. */
function digitsOfText(amount: string): number {
  const point = amount.indexOf('.');
  return point === -1 ? 0 : amount.length - point - 1;
}

/** Once nothing is deferred any more, its base currency starts anew. */
function defer(balance: ItemBalance, amount: bigint, base: bigint | null): void {
  balance.deferred += amount;
  balance.deferredBase = balance.deferred === 0n ? 0n : balance.deferredBase === null || base === null ? null : balance.deferredBase + base;
}

function inBase(minor: bigint, currency: Currency, { rate, baseCurrency }: ContractBillingAssigned['data']): bigint | null {
  if (rate === undefined || baseCurrency === undefined) {
    return null;
  }
  const value = decimalOf(formatMinor(minor, currency.digits)).times(decimalOf(rate));
  return roundToMoney(value, knownCurrency(baseCurrency), 'half-up').minor;
}

function credited(state: ContractState, data: ContractCreditAssigned['data'], revision: number): ContractState {
  state.credits.set(data.returnId, data);
  const currency = currencyOf(state);
  for (const credit of data.lines) {
    const sold = touch(state, credit.itemId, revision);
    const slot = sold.slots.get(keyOf(credit.itemId, credit.creditId));
    const line = slot?.lines.find(({ lineId, invoiceId }) => lineId === credit.invoiceLineId && invoiceId === credit.invoiceId);
    if (slot === undefined || line === undefined) {
      throw new Error(`credit ${credit.creditId} takes back line ${credit.invoiceLineId}, which contract ${data.contractId} did not bill`);
    }
    const net = minorOf(credit.net, currency.digits);
    line.credited += net;
    slot.net -= net;
    slot.credits += 1;
    slot.knownAt = revision - 1;
    sold.balance.billed -= net;
    const rule = sold.versions.findLast(({ item }) => item !== null)?.item?.recognition;
    if (rule !== undefined && staysDeferred(rule)) {
      takeDeferred(sold.balance, net);
    }
  }
  return state;
}

function creditedOutside(state: ContractState, { creditNoteId, contractId, lines }: ContractCredited['data']): ContractState {
  state.requests.set(creditedKey(creditNoteId), creditNoteId);
  const currency = currencyOf(state);
  for (const { itemId, invoiceId, invoiceLineId, net, fromDeferred = '0' } of lines) {
    const sold = state.items.get(itemId);
    const slot = [...(sold?.slots.values() ?? [])].find((one) => one.lines.some((line) => line.invoiceId === invoiceId && line.lineId === invoiceLineId));
    const line = slot?.lines.find((one) => one.invoiceId === invoiceId && one.lineId === invoiceLineId);
    if (sold === undefined || slot === undefined || line === undefined) {
      throw new Error(`credit note ${creditNoteId} takes back line ${invoiceLineId}, which contract ${contractId} did not bill`);
    }
    const minor = minorOf(net, currency.digits);
    line.credited += minor;
    slot.outside += minor;
    sold.balance.billed -= minor;
    takeDeferred(sold.balance, minorOf(fromDeferred, currency.digits));
  }
  return state;
}

/** Base currency leaves with what is taken, in proportion. */
function takeDeferred(balance: ItemBalance, amount: bigint): void {
  const { deferred, deferredBase } = balance;
  const taken = amount < deferred ? amount : deferred;
  defer(balance, -taken, deferredBase === null || deferred === 0n ? deferredBase : -((deferredBase * taken) / deferred));
}

function recognised(state: ContractState, data: RevenueRecognised['data'], at: { readonly revision: number; readonly inputHash: string }): ContractState {
  const { balance } = touch(state, data.itemId, at.revision);
  const { digits } = knownCurrency(data.currency);
  const base = knownCurrency(data.baseCurrency).digits;
  state.baseCurrency = data.baseCurrency;
  balance.recognised += minorOf(data.amount, digits);
  defer(balance, -minorOf(data.fromDeferred, digits), -minorOf(data.baseFromDeferred, base));
  balance.asset += minorOf(data.toContractAsset, digits);
  balance.assetBase += minorOf(data.baseToContractAsset, base);
  if (data.cause === 'draw-down' || data.cause === 'breakage') {
    balance.drawn += minorOf(data.amount, digits);
  }
  state.requests.set(`recognise:${data.recognitionId}`, at.inputHash);
  return state;
}
