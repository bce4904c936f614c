import type { AllocatePaymentBody, IdentifyPaymentBody, ReceivePaymentBody, ReversePaymentBody, RunRemindersBody } from '#billing';
import { accountIdOf, addDays } from '#ledger';
import { formatMinor } from '#money';

/** An open item the plan may pay. */
export interface PlannedItem {
  readonly invoiceId: string;
  readonly documentNumber: string;
  readonly customerId: string;
  readonly walkIn: boolean;
  readonly issueDate: string;
  readonly dueDate: string;
  /** Minor units still open. */
  readonly open: bigint;
}

/** What happens on a day, in this order: money comes in, is sorted out, bounces; then letters go out. */
export type PlanStep =
  | { readonly kind: 'receive'; readonly on: string; readonly body: ReceivePaymentBody }
  | { readonly kind: 'identify'; readonly on: string; readonly body: IdentifyPaymentBody }
  | { readonly kind: 'allocate'; readonly on: string; readonly body: AllocatePaymentBody }
  | { readonly kind: 'reverse'; readonly on: string; readonly body: ReversePaymentBody }
  | { readonly kind: 'remind'; readonly on: string; readonly body: RunRemindersBody };

export interface PaymentPlan {
  readonly steps: readonly PlanStep[];
  /** Recorded after the first report was taken, though it counts from an earlier day. */
  readonly late: ReceivePaymentBody;
  /** What each device of the plan is called in the ledger, for the printout. */
  readonly examples: Readonly<Record<PlanDevice, string>>;
}

export type PlanDevice =
  | 'full' | 'part' | 'over-payment' | 'one receipt over several invoices' | 'unidentified, identified later'
  | 'bounce' | 'allocated later than received' | 'late fact';

export const planRule = [
  'Payments are made up; the sample has none. By the place n of an invoice in its register:',
  'n mod 10 = 0–4 paid in full, 5 half, 6 with 25.00 too much, 7–9 not at all, 5 days before to 19 days after it is due;',
  'walk-ins pay at once, but the Amazon fee document is left open. One receipt each shows the rarer cases.',
] as const;

export interface PlanSetting {
  readonly entityId: string;
  readonly currency: string;
  readonly digits: number;
  readonly reminderDates: readonly string[];
  readonly leftOpen: ReadonlySet<string>;
}

const overPayment = 2500n;
const kindOrder = ['receive', 'identify', 'allocate', 'reverse', 'remind'] as const;

/**
 * Plans payments for open items: a function of its arguments, so that every demo is the same.
 *
 * @param items in register order, with something open on each.
 */
export function planPayments(items: readonly PlannedItem[], setting: PlanSetting): PaymentPlan {
  const planner = new Planner(setting);
  const special = takeSpecialItems(items);
  for (const [place, item] of items.entries()) {
    if (!special.taken.has(item.invoiceId) && !setting.leftOpen.has(item.invoiceId)) {
      planner.ordinary(item, place);
    }
  }
  planner.oneReceiptOverSeveral(special.several);
  planner.identifiedLater(special.unidentified);
  planner.allocatedLater(special.allocatedLater);
  planner.bounce();
  for (const on of setting.reminderDates) {
    planner.remind(on);
  }
  const late = planner.late(special.late);
  return { steps: planner.inOrder(), late, examples: planner.examples() };
}

interface SpecialItems {
  readonly several: readonly PlannedItem[];
  readonly unidentified: PlannedItem;
  readonly allocatedLater: PlannedItem;
  readonly late: PlannedItem;
  readonly taken: ReadonlySet<string>;
}

/** The first customer with three invoices due by mid-January, and the first single invoices of three others. */
function takeSpecialItems(items: readonly PlannedItem[]): SpecialItems {
  const byCustomer = new Map<string, PlannedItem[]>();
  for (const item of items) {
    if (!item.walkIn && item.dueDate <= '2011-01-10') {
      byCustomer.set(item.customerId, [...(byCustomer.get(item.customerId) ?? []), item]);
    }
  }
  const several = [...byCustomer.values()].find((group) => group.length >= 3)?.slice(0, 4);
  const [unidentified, allocatedLater, late] = [...byCustomer.values()].filter((group) => group.length === 1).flat();
  if (several === undefined || unidentified === undefined || allocatedLater === undefined || late === undefined) {
    throw new Error('the demo needs a customer with three open invoices and three customers with one');
  }
  const taken = new Set([...several, unidentified, allocatedLater, late].map((item) => item.invoiceId));
  return { several, unidentified, allocatedLater, late, taken };
}

class Planner {
  private readonly steps: PlanStep[] = [];
  private readonly found = new Map<PlanDevice, string>();
  private paidInFull: ReceivePaymentBody | null = null;
  private count = 0;

  constructor(private readonly setting: PlanSetting) {}

  ordinary(item: PlannedItem, place: number): void {
    if (item.walkIn) {
      this.receive(item.issueDate, item.open, [item], 'cash');
      return;
    }
    const turn = place % 10;
    const on = later(addDays(item.dueDate, ((place * 7) % 25) - 5), item.issueDate);
    if (turn <= 4) {
      const body = this.receive(on, item.open, [item]);
      this.paidInFull ??= body;
      this.name('full', body.paymentId);
    } else if (turn === 5 && item.open > 1n) {
      this.name('part', this.receive(on, item.open / 2n, [item]).paymentId);
    } else if (turn === 6) {
      this.name('over-payment', this.receive(on, item.open + overPayment, [item]).paymentId);
    }
  }

  oneReceiptOverSeveral(items: readonly PlannedItem[]): void {
    const total = items.reduce((sum, item) => sum + item.open, 0n);
    this.name('one receipt over several invoices', this.receive('2011-01-12', total, items).paymentId);
  }

  identifiedLater(item: PlannedItem): void {
    const [receivedOn, on] = ['2011-01-10', '2011-01-17'];
    const body: ReceivePaymentBody = { ...this.body(receivedOn, item.open), reference: 'thanks' };
    this.steps.push({ kind: 'receive', on: receivedOn, body });
    this.steps.push({
      kind: 'identify', on,
      body: { paymentId: body.paymentId, requestId: `${body.paymentId}-identified`, identifiedOn: on, splits: [{ customerId: item.customerId }] },
    });
    this.name('unidentified, identified later', body.paymentId);
  }

  allocatedLater(item: PlannedItem): void {
    const [receivedOn, on] = ['2011-01-05', '2011-01-19'];
    const body: ReceivePaymentBody = { ...this.body(receivedOn, item.open), customerId: item.customerId, allocate: 'none' };
    this.steps.push({ kind: 'receive', on: receivedOn, body });
    this.steps.push({
      kind: 'allocate', on,
      body: {
        accountId: accountIdOf(this.setting.entityId, item.customerId), requestId: `${body.paymentId}-allocated`, allocatedOn: on,
        source: { kind: 'receipt', id: body.paymentId }, items: [{ invoiceId: item.invoiceId }],
      },
    });
    this.name('allocated later than received', body.paymentId);
  }

  bounce(): void {
    if (this.paidInFull === null) {
      throw new Error('the demo needs a payment in full that can bounce');
    }
    const { paymentId, receivedOn } = this.paidInFull;
    const on = addDays(receivedOn, 5);
    this.steps.push({ kind: 'reverse', on, body: { paymentId, reversalId: `${paymentId}-bounced`, valueDate: on, reason: 'insufficient funds (made up)' } });
    this.name('bounce', paymentId);
  }

  remind(on: string): void {
    this.steps.push({ kind: 'remind', on, body: { requestId: `reminders-${this.setting.entityId}-${on}`, entityId: this.setting.entityId, runDate: on } });
  }

  late(item: PlannedItem): ReceivePaymentBody {
    const body = { ...this.body('2011-01-28', item.open), customerId: item.customerId, items: [{ invoiceId: item.invoiceId }] };
    this.name('late fact', body.paymentId);
    return body;
  }

  inOrder(): PlanStep[] {
    const order = (step: PlanStep): string => `${step.on} ${kindOrder.indexOf(step.kind)}`;
    return this.steps.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
  }

  examples(): Readonly<Record<PlanDevice, string>> {
    return Object.fromEntries(this.found) as Record<PlanDevice, string>;
  }

  private receive(on: string, amount: bigint, items: readonly PlannedItem[], method?: string): ReceivePaymentBody {
    const body: ReceivePaymentBody = {
      ...this.body(on, amount),
      ...(method === undefined ? {} : { method }),
      customerId: items[0]?.customerId ?? '',
      items: items.map((item) => ({ invoiceId: item.invoiceId })),
    };
    this.steps.push({ kind: 'receive', on, body });
    return body;
  }

  private body(on: string, amount: bigint): ReceivePaymentBody {
    this.count += 1;
    const { entityId, currency, digits } = this.setting;
    return { paymentId: `MADEUP-${String(this.count).padStart(4, '0')}`, entityId, receivedOn: on, currency, amount: formatMinor(amount, digits) };
  }

  private name(device: PlanDevice, paymentId: string): void {
    if (!this.found.has(device)) {
      this.found.set(device, paymentId);
    }
  }
}

const later = (a: string, b: string): string => (a > b ? a : b);
