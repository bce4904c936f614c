import type { EventOrigin } from '#event-store';
import {
  decideAssignBilling, decideAssignContractBilling, dueItems, fitsAlone, refusal, refuse, runDraft, streamName, type AssignedSource, type Billing,
  type ContractBillingAssigned, type ContractState, type Decision, type InvoiceDraft, type InvoicePlanned, type OpenedRun, type PlannedSource, type Refusal,
  type SaleDecisionFacts, type UsageSlice,
} from '#ledger';
import { factsAgeMaxMilliseconds } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import { plannedUsage } from './contract-due';
import { tooLargeAlone, type AskedRun } from './run-facts';

type Planned = InvoicePlanned['data'];

/** What became of a planned source in its own stream. */
export type SourceOutcome =
  | { readonly kind: 'assigned'; readonly source: AssignedSource; /** Of it alone, where it was just worked out. */ readonly draft?: InvoiceDraft | null; readonly position: string | null }
  | { readonly kind: 'dropped'; readonly reason: Refusal };

/**
 * Assigns a planned source to its invoice, in the source's own stream. What it comes to follows from that stream and
 * the plan alone, so that whoever carries the run on, and however often, finds the same: a contract is assigned at the
 * revision it was planned on or never, with the usage that was planned; a sale by the terms that were planned.
 */
export function assignSource(ledger: LedgerContext, to: PlannedInvoice, source: PlannedSource): Promise<SourceOutcome> {
  return source.kind === 'contract' ? new ContractAssigning(ledger, to).assign(source) : assignSale(ledger, to, source.id);
}

/** The planned invoice that takes a source up, its run, and where the run's events come from. */
export interface PlannedInvoice {
  readonly run: OpenedRun;
  readonly planned: Planned;
  readonly origin: EventOrigin;
}

interface AssignedContract {
  readonly items: ContractBillingAssigned['data']['items'];
  readonly draft: InvoiceDraft | null;
}

class ContractAssigning {
  constructor(
    private readonly ledger: LedgerContext,
    private readonly to: PlannedInvoice,
  ) {}

  async assign(source: PlannedSource): Promise<SourceOutcome> {
    const { id: contractId } = source;
    const usage = await plannedUsage(this.ledger, contractId, source.usageRevision);
    const outcome = await this.ledger.streams.contract.decide(contractId, this.to.origin, (state, revision) =>
      revision === source.revision ? this.decide(state, source, usage) : refuse(changed(source)),
    );
    if (outcome.kind === 'unknown') {
      throw new UnknownStepOutcome(outcome.message);
    }
    if (outcome.kind === 'accepted') {
      const { items, draft } = outcome.answer;
      return { kind: 'assigned', source: { kind: 'contract', contractId, items }, draft, position: outcome.position };
    }
    const items = outcome.refusal.code === changedCode ? await this.assignedBefore(source) : null;
    return items === null
      ? { kind: 'dropped', reason: outcome.refusal }
      : { kind: 'assigned', source: { kind: 'contract', contractId, items }, position: null };
  }

  private decide(state: ContractState, source: PlannedSource, usage: UsageSlice | null): Decision<ContractBillingAssigned, AssignedContract> {
    const { run, planned } = this.to;
    const { id: contractId, revision: decidedOn } = source;
    const { items, usageRange } = dueItems(state, { through: run.through, mode: planned.rounding.mode, usage, baseCurrency: planned.baseCurrency });
    if (items.length === 0) {
      return refuse(refusal('conflict', 'CONTRACT.NOTHING_DUE', `nothing of contract ${JSON.stringify(contractId)} is due through ${run.through}.`, { contractId }));
    }
    const draft = runDraft(run, planned, [{ kind: 'contract', contractId, items }]);
    if (!draft.ok) {
      return refuse(draft.refusal);
    }
    if (!fitsAlone(draft.value)) {
      return refuse(tooLargeAlone(contractId));
    }
    const command = {
      contractId, runId: run.runId, invoiceId: planned.invoiceId, items: [...items], ...(usageRange === undefined ? {} : { usageRange }), decidedOn,
      rate: planned.rate, baseCurrency: planned.baseCurrency,
    };
    const decision = decideAssignContractBilling(command, state);
    return decision.kind === 'refused' ? decision : { kind: 'accepted', events: decision.events, answer: { items: command.items, draft: draft.value } };
  }

  /** What was assigned to this invoice before: it stands right behind the revision that was planned, or nowhere. */
  private async assignedBefore(source: PlannedSource): Promise<AssignedContract['items'] | null> {
    const stream = streamName('contract', source.id);
    for await (const recorded of this.ledger.store.readStream(stream, { from: source.revision + 1, maxCount: 1 })) {
      const stored = this.ledger.codec.decode(recorded);
      if (stored?.type === 'ContractBillingAssigned') {
        const { invoiceId, items } = stored.data as ContractBillingAssigned['data'];
        return invoiceId === this.to.planned.invoiceId ? items : null;
      }
    }
    return null;
  }
}

const changedCode = 'RUN.SOURCE_CHANGED';

const changed = ({ id, revision }: PlannedSource): Refusal =>
  refusal('conflict', changedCode, `contract ${JSON.stringify(id)} changed, or was billed by another run, after revision ${revision}, on which it was planned. The next run looks at it anew.`, {
    contractId: id, revision,
  });

async function assignSale(ledger: LedgerContext, { run, planned, origin }: PlannedInvoice, saleId: string): Promise<SourceOutcome> {
  const facts = await saleFactsAt(ledger, run, planned);
  const { invoiceId, seriesId } = planned;
  const request = { saleId, invoiceId, requestedIssueDate: run.issueDate, strict: false, seriesId, runId: run.runId };
  const outcome = await ledger.streams.sale.decide(saleId, origin, (state) => {
    const decision = decideAssignBilling(request, state, facts);
    return decision.kind === 'refused' ? decision : { ...decision, answer: { sale: state.sale, billing: decision.answer.billing ?? null } };
  });
  if (outcome.kind === 'unknown') {
    throw new UnknownStepOutcome(outcome.message);
  }
  if (outcome.kind === 'refused') {
    return { kind: 'dropped', reason: outcome.refusal };
  }
  const { sale, billing } = outcome.answer;
  if (sale === null || billing === null) {
    return { kind: 'dropped', reason: refusal('conflict', 'SALE.NOTHING_TO_BILL', `every line of sale ${JSON.stringify(saleId)} is zero.`, { saleId }) };
  }
  return isOurs(billing, run, planned)
    ? { kind: 'assigned', source: { kind: 'sale', sale, billing }, position: outcome.position }
    : { kind: 'dropped', reason: refusal('conflict', 'SALE.BILLED', `sale ${JSON.stringify(saleId)} is billed by invoice ${billing.invoiceId}.`, { saleId, invoiceId: billing.invoiceId }) };
}

const isOurs = (billing: Billing, { runId }: OpenedRun, { invoiceId }: Planned): boolean => billing.runId === runId && billing.invoiceId === invoiceId;

/** The facts a sale is billed on, as they stood when it was planned: whatever changed since does not count. */
export async function saleFactsAt({ streams }: LedgerContext, run: AskedRun, planned: Planned): Promise<SaleDecisionFacts> {
  const { entityRevision, customerRevision, billToRevision, billToCustomerId, customerId, rate, currency, baseCurrency } = planned;
  const entity = await streams.entity.query(run.entityId, (state) => state, factsAgeMaxMilliseconds);
  const customer = await streams.customer.query(customerId, (state) => state, factsAgeMaxMilliseconds);
  const billTo = billToCustomerId === undefined ? undefined : await streams.customer.query(billToCustomerId, (state) => state, factsAgeMaxMilliseconds);
  return {
    entity: { ...entity, revision: entityRevision },
    customer: { ...customer, revision: customerRevision },
    ...(billTo === undefined || billToRevision === undefined ? {} : { billTo: { ...billTo, revision: billToRevision } }),
    // The dates were checked when the run was opened.
    today: run.issueDate,
    lastIssueDate: () => undefined,
    ...(currency === baseCurrency ? {} : { recordedRate: rate }),
  };
}
