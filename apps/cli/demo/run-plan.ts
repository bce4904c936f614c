import { AllocatePayment, IdentifyPayment, ReceivePayment, ReversePayment, RunReminders, type Ledger, type ReminderRunAnswer } from '#billing';
import { minorOf } from '#money';
import { accepted, contextOf } from '../command-runner';
import type { PaymentPlan, PlannedItem, PlanStep } from './payment-plan';

/** Open invoices of a legal entity on a day, in register order; documents of elsewhere last. */
export async function openInvoices(ledger: Ledger, question: { readonly entityId: string; readonly asOf: string; readonly digits: number }): Promise<readonly PlannedItem[]> {
  const { body } = await ledger.reports.receivables({ entityId: question.entityId, asOf: question.asOf });
  const items = body.sections.flatMap((section) =>
    section.accounts.flatMap(({ customerId, items: found }) =>
      found
        .filter(({ kind }) => kind === 'invoice')
        .map((item) => ({
          invoiceId: item.documentId,
          documentNumber: item.documentNumber,
          customerId,
          walkIn: customerId.startsWith('walk-in-'),
          issueDate: item.issueDate,
          dueDate: item.dueDate,
          open: minorOf(item.open, question.digits),
        })),
    ),
  );
  return items.sort((a, b) => (a.documentNumber < b.documentNumber ? -1 : 1));
}

/** Carries the plan out in its order; receipts of one day together, everything else one by one. */
export async function runPlan(ledger: Ledger, plan: PaymentPlan, onProgress: (done: number) => void): Promise<readonly ReminderRunAnswer[]> {
  const runs: ReminderRunAnswer[] = [];
  let pending: Extract<PlanStep, { kind: 'receive' }>[] = [];
  const receivePending = async (): Promise<void> => {
    const batch = pending;
    pending = [];
    await Promise.all(batch.map(({ body }) => receive(ledger, body)));
  };
  for (const [done, step] of plan.steps.entries()) {
    if (step.kind === 'receive' && (pending[0] === undefined || pending[0].on === step.on)) {
      pending.push(step);
      continue;
    }
    await receivePending();
    if (step.kind === 'receive') {
      pending.push(step);
    } else {
      await carryOut(ledger, step, runs);
    }
    onProgress(done);
  }
  await receivePending();
  return runs;
}

const context = (subject: string): ReturnType<typeof contextOf> => contextOf('demo', 'demo', subject);

export const receive = (ledger: Ledger, body: PaymentPlan['late']): Promise<unknown> =>
  accepted(ledger, () => new ReceivePayment(body, context(`payment:${body.paymentId}`)));

async function carryOut(ledger: Ledger, step: Exclude<PlanStep, { kind: 'receive' }>, runs: ReminderRunAnswer[]): Promise<void> {
  switch (step.kind) {
    case 'identify':
      await accepted(ledger, () => new IdentifyPayment(step.body, context(step.body.requestId)));
      break;
    case 'allocate':
      await accepted(ledger, () => new AllocatePayment(step.body, context(step.body.requestId)));
      break;
    case 'reverse':
      await accepted(ledger, () => new ReversePayment(step.body, context(step.body.reversalId)));
      break;
    case 'remind':
      runs.push(await accepted(ledger, () => new RunReminders(step.body, context(step.body.requestId))));
      break;
  }
}
