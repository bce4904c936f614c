import type { EventOrigin, StoredEvent } from '#event-store';
import { streamId, type BillingAssigned, type ExternalInvoiceRecorded, type LateChargeClaimed, type PaymentReleased } from '#ledger';
import type { LateChargeBilling } from '../accounts/late-charge-billing';
import type { Authority } from '../authority/authority';
import type { BillingRunWalk } from '../billing-runs/billing-run-walk';
import type { DraftClosing } from '../drafts/draft-closing';
import type { PersonalErasure } from '../erasure/personal-erasure';
import type { ExternalInvoiceEntering } from '../external-invoices/external-invoice-entering';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import type { PaymentEntering } from '../payments/payment-entering';
import type { PaymentMoving } from '../payments/payment-moving';
import type { PeriodTotals } from '../periods/period-totals';
import type { CreditNoteIssuing } from '../returns/credit-note-issuing';
import type { InvoiceIssuing } from '../sales/invoice-issuing';
import type { InquiryDisputing } from '../inquiries/inquiry-disputing';
import type { UsageDrawing } from '../usage/usage-drawing';

export interface FollowingSteps {
  readonly billingRuns: BillingRunWalk;
  readonly drafts: DraftClosing;
  readonly invoices: InvoiceIssuing;
  readonly creditNotes: CreditNoteIssuing;
  readonly payments: PaymentEntering;
  readonly moves: PaymentMoving;
  readonly lateCharges: LateChargeBilling;
  readonly externalInvoices: ExternalInvoiceEntering;
  readonly usage: UsageDrawing;
  readonly periodTotals: PeriodTotals;
  readonly authority: Authority;
  readonly inquiries: InquiryDisputing;
  readonly erasure: PersonalErasure;
}

type Step = (event: StoredEvent) => Promise<void>;

/** Which event is followed by what. Every step is idempotent: walked again it finds everything there. */
export function followUpSteps(steps: FollowingSteps): ReadonlyMap<string, Step> {
  const idOf = ({ stream }: StoredEvent): string => streamId(stream);
  const reversalOf = ({ data }: StoredEvent): string => (data as { readonly reversalId?: string }).reversalId ?? '';
  return new Map<string, Step>([
    ['BillingAssigned', async (event) => void ((event.data as BillingAssigned['data']).runId ?? (await answered(steps.invoices.issue(idOf(event), originOfEvent(event)))))],
    ['BillingRunOpened', async (event) => void (await steps.billingRuns.finish(idOf(event), originOfEvent(event)))],
    ['UsageRecorded', (event) => steps.usage.drawFromLog(idOf(event), event.revision, originOfEvent(event))],
    ['DraftIssued', async (event) => void (await steps.drafts.close(idOf(event), originOfEvent(event)))],
    ['ReturnAssigned', async (event) => void (await steps.creditNotes.issue(idOf(event), originOfEvent(event)))],
    ['ApprovalGranted', async (event) => void (await steps.authority.carryOut(idOf(event), originOfEvent(event)))],
    ['InquiryReceived', async (event) => void (await steps.inquiries.open(idOf(event), originOfEvent(event)))],
    ['CustomerErased', async (event) => void (await steps.erasure.finish(idOf(event), originOfEvent(event)))],
    ['PeriodClosed', async (event) => void (await steps.periodTotals.record(idOf(event), originOfEvent(event)))],
    ['PaymentIdentified', async (event) => void (await steps.payments.enter(idOf(event), originOfEvent(event)))],
    ['PaymentReleased', async (event) => void (await steps.moves.finish(event.data as PaymentReleased['data'], originOfEvent(event)))],
    ['LateChargeClaimed', async (event) => void (await steps.lateCharges.bill(event.data as LateChargeClaimed['data'], originOfEvent(event)))],
    ['PaymentReversed', async (event) => void (await steps.payments.enterReversal(idOf(event), reversalOf(event), originOfEvent(event)))],
    [
      'ExternalInvoiceRecorded',
      async (event) => void (await steps.externalInvoices.enter(event.data as ExternalInvoiceRecorded['data'], originOfEvent(event))),
    ],
  ]);
}

/** What follows carries the hash of the command that began it, so that the handler and the policy write the same. */
function originOfEvent({ id, metadata }: StoredEvent): EventOrigin {
  const { commandId, $correlationId, inputHash } = metadata;
  return { actor: 'follow-up', commandId, correlationId: $correlationId, causationId: id, inputHash };
}

async function answered(step: Promise<{ readonly kind: string; readonly message?: string }>): Promise<void> {
  const outcome = await step;
  if (outcome.kind === 'unknown') {
    throw new UnknownStepOutcome(outcome.message ?? 'the event store gave no answer');
  }
}
