import {
  decidePlanInvoices, fitsTogether, noDrafts, progressOf, withDraft, type PlanPlace, type Planned, type PlanProgress, type TriedDrafts,
} from '#ledger';
import type { EventOrigin } from '#event-store';
import type { BillingCandidate } from '#read-models';
import type { LedgerContext } from '../ledger/ledger-context';
import { mustDecide } from './must-decide';
import { CandidateAssessing, plannedInvoice, type Assessed } from './candidate-assessing';
import { accountsOf, entityTerms, type AskedRun, type EntityTerms } from './run-facts';
import { runReturnId } from './run-invoice-id';
import type { WaitingTally } from './waiting-tally';

const pageSize = 1_000;
/** Planned in one append: far below what one append may hold. */
const stretchMax = 200;

/** What goes on one invoice, and the contracts of it that are credited; frozen in one append. */
export interface PlannedUnit {
  readonly billed: readonly Assessed[];
  readonly credited: readonly Assessed[];
}

/** Makes the plan of a run, stretch by stretch, and goes on behind the last one that was frozen. */
export class RunPlanning {
  constructor(
    private readonly ledger: LedgerContext,
    private readonly run: AskedRun,
    private readonly waiting: WaitingTally,
  ) {}

  /** Freezes the plan. Any number of processes may plan the same run: whoever writes first decides. */
  async freeze(origin: EventOrigin, onProgress: (planned: number) => void): Promise<PlanProgress> {
    const { billingrun } = this.ledger.streams;
    let progress = await billingrun.query(this.run.runId, progressOf);
    if (progress.phase === 'planning') {
      await this.ledger.readModels.catchUp();
    }
    while (progress.phase === 'planning') {
      for await (const stretch of this.stretches(progress.plannedTo)) {
        const after = progress.plannedTo;
        const command = { runId: this.run.runId, after, ...stretch };
        const outcome = mustDecide(await billingrun.decide(this.run.runId, origin, (state) => decidePlanInvoices(command, state)));
        progress = outcome.answer;
        onProgress(progress.invoices);
        if (outcome.revision === null || progress.phase !== 'planning') {
          break;
        }
      }
    }
    return progress;
  }

  private async *stretches(after: PlanPlace | null): AsyncGenerator<{ readonly planned: readonly Planned[]; readonly whole: boolean }> {
    const terms = await entityTerms(this.ledger, this.run);
    let planned: Planned[] = [];
    for await (const unit of this.units(terms, after, false)) {
      planned.push(...this.eventsOf(unit, terms));
      if (planned.length >= stretchMax) {
        yield { planned, whole: false };
        planned = [];
      }
    }
    yield { planned, whole: true };
  }

  private eventsOf({ billed, credited }: PlannedUnit, terms: EntityTerms): Planned[] {
    const invoice: Planned[] = billed.length === 0 ? [] : [{ type: 'InvoicePlanned', data: plannedInvoice(this.run, terms, billed) }];
    const credits = credited.map(({ candidate, rate }): Planned => {
      const { id: contractId, customerId, accountId, billToCustomerId, currency } = candidate;
      const { runId } = this.run;
      const billTo = billToCustomerId === '' ? {} : { billToCustomerId };
      return { type: 'CreditPlanned', data: { runId, returnId: runReturnId(runId, contractId), contractId, customerId, accountId, ...billTo, currency, rate } };
    });
    return [...invoice, ...credits];
  }

  /** Everything due behind a place, put together to invoices. @param deep every candidate is looked into, for its figures. */
  async *units(terms: EntityTerms, after: PlanPlace | null, deep: boolean): AsyncGenerator<PlannedUnit> {
    const assessing = new CandidateAssessing(this.ledger, this.run, terms, deep);
    let open: Assessed[] = [];
    let tried: TriedDrafts = noDrafts;
    for await (const page of this.pages(after)) {
      for (const assessed of await this.assessed(assessing, page)) {
        const together = open.length > 0 && shareInvoice(open[0] as Assessed, assessed) ? withDraft(tried, assessed.draft ?? null) : null;
        if (together !== null && fitsTogether(together, { ...assessed.candidate, rate: assessed.rate, baseCurrency: terms.configuration.baseCurrency })) {
          open.push(assessed);
          tried = together;
          continue;
        }
        if (open.length > 0) {
          yield unitOf(open);
        }
        open = [assessed];
        tried = withDraft(noDrafts, assessed.draft ?? null);
      }
    }
    if (open.length > 0) {
      yield unitOf(open);
    }
  }

  private async assessed(assessing: CandidateAssessing, page: readonly BillingCandidate[]): Promise<readonly Assessed[]> {
    const assessments = await Promise.all(page.map((candidate) => assessing.assess(candidate)));
    return assessments.flatMap((assessment, index) => {
      if (assessment === 'nothing') {
        return [];
      }
      if ('waits' in assessment) {
        this.waiting.add(page[index]?.id ?? '', assessment.waits);
        return [];
      }
      return [assessment];
    });
  }

  private async *pages(after: PlanPlace | null): AsyncGenerator<readonly BillingCandidate[]> {
    const { entityId, through } = this.run;
    const accountIds = accountsOf(this.run);
    const asked = { entityId, through, limit: pageSize, ...(accountIds === undefined ? {} : { accountIds }) };
    for (let last = after; ; ) {
      const page = await this.ledger.lookups.billingCandidates({ ...asked, after: last });
      yield page;
      last = page[page.length - 1] ?? last;
      if (page.length < pageSize) {
        return;
      }
    }
  }
}

const unitOf = (assessed: readonly Assessed[]): PlannedUnit => ({
  billed: assessed.filter(({ isBilled }) => isBilled),
  credited: assessed.filter(({ credits }) => credits.length > 0),
});

/** Terms that say `consolidate` bring everything of a buyer, account, currency and addressee together. */
function shareInvoice(first: Assessed, next: Assessed): boolean {
  const [one, other] = [first.candidate, next.candidate];
  return (
    first.buyer.consolidate && !one.standsAlone && !other.standsAlone && first.rate === next.rate && one.accountId === other.accountId &&
    one.customerId === other.customerId && one.currency === other.currency && one.billToCustomerId === other.billToCustomerId
  );
}
