import { formatMinor, minorOf, type Currency } from '#money';
import type { CreditedRevenue } from '../account/account.state';
import type { ServicePeriod } from '../contract/contract-terms';
import { creditRecognition } from '../revenue/credit-recognition';
import type { InvoiceLineLeft, TakenPiece } from './invoice-lines-left';
import type { CreditLine } from './return.events';

/** What the pieces of one credit take back of their lines' revenue, one after the other: two pieces may be off one line. */
export class CreditRecognitions {
  private readonly taken = new Map<string, CreditedRevenue>();

  constructor(
    /** The day the credit is to be issued. */
    private readonly on: string,
    private readonly currency: Currency,
  ) {}

  /** Undefined: wholly off revenue. */
  of({ from, net }: TakenPiece, delivery: CreditLine['delivery'], servicePeriod?: ServicePeriod): CreditLine['recognition'] {
    const { line, recognisedDeferred } = from;
    if (line === undefined || line.recognition.rule === 'at-issue') {
      return undefined;
    }
    const taken = this.takenOf(from);
    const text = (minor: bigint): string => formatMinor(minor, this.currency.digits);
    const recognition = creditRecognition({
      line,
      net,
      delivery,
      on: this.on,
      credited: [...taken.schedule].map(([on, amount]) => ({ on, amount: text(amount) })),
      creditedDeferred: text(taken.deferred),
      creditedRevenue: text(taken.revenue),
      currency: this.currency,
      ...(servicePeriod === undefined ? {} : { servicePeriod }),
      ...(recognisedDeferred === undefined ? {} : { recognisedDeferred }),
    });
    this.take(taken, recognition);
    return recognition;
  }

  private takenOf({ invoiceId, invoiceLineId, credited }: InvoiceLineLeft): CreditedRevenue {
    const key = JSON.stringify([invoiceId, invoiceLineId]);
    const taken = this.taken.get(key) ?? { revenue: credited?.revenue ?? 0n, deferred: credited?.deferred ?? 0n, schedule: new Map(credited?.schedule) };
    this.taken.set(key, taken);
    return taken;
  }

  private take(taken: CreditedRevenue, recognition: CreditLine['recognition']): void {
    const minor = (amount: string): bigint => minorOf(amount, this.currency.digits);
    taken.revenue += minor(recognition?.fromRevenue ?? '0');
    taken.deferred += minor(recognition?.fromDeferred ?? '0');
    for (const { on, amount } of recognition?.schedule ?? []) {
      taken.schedule.set(on, (taken.schedule.get(on) ?? 0n) + minor(amount));
    }
  }
}
