import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuseBillingRun, runDraft, type InvoiceDraft } from '#ledger';
import { decimalOf, knownCurrency } from '#money';
import type { CommandResult } from '../command-context';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { askedRun } from './asked-run';
import type { BillingPreviewAnswer, PreviewInvoice, PreviewSource } from './billing-run.answer';
import { plannedInvoice, type Assessed } from './candidate-assessing';
import { PlanBillingRun } from './plan-billing-run.command';
import { PreviewTotals } from './preview-totals';
import { entityTerms, type AskedRun, type EntityTerms } from './run-facts';
import { RunPlanning, type PlannedUnit } from './run-planning';
import { WaitingTally } from './waiting-tally';

const listedMax = 100;

/** Works a plan out as a run would, with its figures, and writes nothing. */
@CommandHandler(PlanBillingRun)
export class PlanBillingRunHandler implements ICommandHandler<PlanBillingRun> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body }: PlanBillingRun): Promise<CommandResult<BillingPreviewAnswer>> {
    const found = await askedRun(this.ledger, body);
    if (!found.ok) {
      return refusedResult(found.refusal);
    }
    const { asked } = found;
    const refused = refuseBillingRun(asked, found.facts);
    if (refused !== undefined) {
      return refusedResult(refused);
    }
    await this.ledger.readModels.catchUp();
    const waiting = new WaitingTally();
    const totals = new PreviewTotals();
    const invoices: PreviewInvoice[] = [];
    const credits: BillingPreviewAnswer['credits'][number][] = [];
    const listed = body.limit ?? listedMax;
    let more = false;
    const terms = await entityTerms(this.ledger, asked);
    for await (const unit of new RunPlanning(this.ledger, asked, waiting).units(terms, null, true)) {
      credits.push(...(credits.length < listed ? creditsOf(unit) : []));
      const invoice = previewOf(asked, terms, unit);
      if (invoice === null) {
        continue;
      }
      totals.add(invoice);
      more ||= invoices.length >= listed;
      if (invoices.length < listed) {
        invoices.push(invoice);
      }
    }
    const { entityId, through, issueDate } = asked;
    const answer = { entityId, through, issueDate, totals: totals.list(), invoices, more, credits, waiting: waiting.list() };
    return { kind: 'accepted', answer, writeToken: null, repeated: false };
  }
}

/** The invoice as a run would draft it; null when nothing of it is worth anything. */
function previewOf(run: AskedRun, terms: EntityTerms, { billed }: PlannedUnit): PreviewInvoice | null {
  const looked = billed.flatMap((assessed) => (assessed.draft && assessed.source ? [{ assessed, draft: assessed.draft, source: assessed.source }] : []));
  const drafted = looked.length === 0 ? null : runDraft(run, plannedInvoice(run, terms, billed), looked.map(({ source }) => source));
  if (drafted === null || !drafted.ok || drafted.value === null) {
    return null;
  }
  const { customerId, accountId, billToCustomerId, currency, totals } = drafted.value;
  return {
    customerId, accountId, ...(billToCustomerId === undefined ? {} : { billToCustomerId }), currency, ...totals,
    sources: looked.map(({ assessed, draft }) => sourceOf(assessed, draft)),
  };
}

function sourceOf({ candidate: { kind, id } }: Assessed, { lines, totals }: InvoiceDraft): PreviewSource {
  return {
    kind, id, ...totals,
    lines: lines.map(({ description, quantity, net, servicePeriod }) => ({ description, quantity, net, ...(servicePeriod ?? {}) })),
  };
}

function creditsOf({ credited }: PlannedUnit): BillingPreviewAnswer['credits'][number][] {
  return credited.map(({ candidate, credits }) => ({
    contractId: candidate.id,
    currency: candidate.currency,
    net: credits.reduce((sum, { net }) => sum.plus(decimalOf(net)), decimalOf('0')).toFixed(knownCurrency(candidate.currency).digits),
  }));
}
