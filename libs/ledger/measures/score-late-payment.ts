import { latenessPrior, latePaymentSettings, ownInvoicesMax, predictLatePayment, type LatePaymentSettings, type PaidInvoice } from './late-payment';

/** How good the predictions were, beside two that need no history. Days are means of absolute errors. */
export interface LatePaymentScore {
  readonly predictions: number;
  readonly errorDays: number;
  /** As late as the customer's last settled invoice. */
  readonly errorLastTime: number;
  /** Paid on the due date. */
  readonly errorDueDate: number;
  /** Mean of the squared errors of the probability of lateness: 0 is perfect. */
  readonly brier: number;
  /** The same, had the entity's share of late invoices so far been said each time. */
  readonly brierBaseRate: number;
  /** Of the predictions in each tenth: how many, the mean said, the share that came true. */
  readonly calibration: readonly { readonly from: number; readonly predictions: number; readonly said: number; readonly late: number }[];
}

/** What was known of an entity by a day: latenesses of all in order of size, of each customer newest first. */
class Known {
  readonly sorted: number[] = [];
  readonly #own = new Map<string, number[]>();
  late = 0;

  own(customerId: string): readonly number[] {
    return this.#own.get(customerId) ?? [];
  }

  add({ customerId, dueDay, settledDay }: PaidInvoice): void {
    const lateness = settledDay - dueDay;
    this.sorted.splice(placeIn(this.sorted, lateness), 0, lateness);
    this.late += lateness > 0 ? 1 : 0;
    const own = this.#own.get(customerId) ?? [];
    own.unshift(lateness);
    own.length = Math.min(own.length, ownInvoicesMax);
    this.#own.set(customerId, own);
  }
}

function placeIn(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** What was said of one invoice, by the model and by what needs none. */
interface Said {
  readonly probabilityLate: number;
  readonly expectedLateness: number;
  readonly lastTime: number;
  readonly baseRate: number;
}

class Tally {
  #predictions = 0;
  readonly #sums = { error: 0, lastTime: 0, dueDate: 0, brier: 0, baseRate: 0 };
  readonly #tenths = Array.from({ length: 10 }, (_unused, index) => ({ from: index / 10, predictions: 0, said: 0, late: 0 }));

  add(actual: number, said: Said): void {
    const late = actual > 0 ? 1 : 0;
    this.#predictions += 1;
    this.#sums.error += Math.abs(actual - said.expectedLateness);
    this.#sums.lastTime += Math.abs(actual - said.lastTime);
    this.#sums.dueDate += Math.abs(actual);
    this.#sums.brier += (said.probabilityLate - late) ** 2;
    this.#sums.baseRate += (said.baseRate - late) ** 2;
    const tenth = this.#tenths[Math.min(9, Math.floor(said.probabilityLate * 10))];
    if (tenth !== undefined) {
      tenth.predictions += 1;
      tenth.said += said.probabilityLate;
      tenth.late += late;
    }
  }

  /** Null when nothing was predicted. */
  score(): LatePaymentScore | null {
    const predictions = this.#predictions;
    const { error, lastTime, dueDate, brier, baseRate } = this.#sums;
    return predictions === 0
      ? null
      : {
          predictions,
          errorDays: error / predictions,
          errorLastTime: lastTime / predictions,
          errorDueDate: dueDate / predictions,
          brier: brier / predictions,
          brierBaseRate: baseRate / predictions,
          calibration: this.#tenths.filter((each) => each.predictions > 0).map((each) => ({ ...each, said: each.said / each.predictions, late: each.late / each.predictions })),
        };
  }
}

/**
 * Predicts every invoice on the day it was issued, from what had been settled before that day and nothing later, and
 * compares with what happened. Walks through the invoices in the order of their issue.
 *
 * @param from first day of issue that is scored; earlier ones are history only.
 */
export function scoreLatePayment(
  invoices: readonly PaidInvoice[],
  { from = Number.MIN_SAFE_INTEGER, settings = latePaymentSettings }: { readonly from?: number; readonly settings?: LatePaymentSettings } = {},
): LatePaymentScore | null {
  const bySettled = [...invoices].sort((left, right) => left.settledDay - right.settledDay);
  const known = new Known();
  let settled = 0;
  const tally = new Tally();
  for (const invoice of [...invoices].sort((left, right) => left.issueDay - right.issueDay)) {
    for (let next = bySettled[settled]; next !== undefined && next.settledDay < invoice.issueDay; next = bySettled[settled]) {
      known.add(next);
      settled += 1;
    }
    if (invoice.issueDay < from || known.sorted.length === 0) {
      continue;
    }
    const own = known.own(invoice.customerId);
    const { probabilityLate, expectedLateness } = predictLatePayment(own, latenessPrior(known.sorted), invoice.issueDay - invoice.dueDay, settings);
    const actual = invoice.settledDay - invoice.dueDay;
    tally.add(actual, { probabilityLate, expectedLateness, lastTime: own[0] ?? 0, baseRate: known.late / known.sorted.length });
  }
  return tally.score();
}
