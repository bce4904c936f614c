import { decideDropItems, streamName, type AssignedSource, type InvoiceDraft, type InvoicePlanned, type ItemDropped, type OpenedRun, runDraft } from '#ledger';
import type { EventOrigin } from '#event-store';
import type { LedgerContext } from '../ledger/ledger-context';
import type { InvoiceIssuing } from '../sales/invoice-issuing';
import { mustDecide } from './must-decide';
import { assignSource, type SourceOutcome } from './source-assigning';

/** Invoices that are assigned side by side; the page before is issued meanwhile. */
const pageSize = 256;

type Planned = InvoicePlanned['data'];

interface PlannedAt {
  readonly planned: Planned;
  /** Sources planned before those of this invoice. */
  readonly place: number;
}

interface AssignedInvoice {
  readonly planned: Planned;
  readonly sources: readonly AssignedSource[];
  /** Worked out already; absent: from the sources. */
  readonly draft?: InvoiceDraft | null;
}

export interface CarriedOut {
  assigned: number;
  dropped: number;
  issued: number;
  empty: number;
  /** Place of the last event written on the way; null while all of it was there before. */
  position: string | null;
}

/**
 * Carries a frozen plan out: assigns each source in its own stream, records those that are not billed after all, then
 * issues each invoice with exactly what was assigned to it and enters it. Walked again, it finds what was done and goes
 * on; what it holds in memory does not grow with the plan.
 */
export class RunCarryingOut {
  readonly done: CarriedOut = { assigned: 0, dropped: 0, issued: 0, empty: 0, position: null };

  constructor(
    private readonly ledger: LedgerContext,
    private readonly issuing: InvoiceIssuing,
    private readonly run: OpenedRun,
    private readonly origin: EventOrigin,
    private readonly onProgress: (done: CarriedOut) => void,
  ) {}

  async walk(): Promise<CarriedOut> {
    let issuing: Promise<void> = Promise.resolve();
    try {
      for await (const page of this.pages()) {
        const outcomes = await Promise.all(page.map((invoice) => this.assign(invoice)));
        await issuing;
        // In the order of the plan, and before anything of the page is issued.
        await this.drop(page, outcomes);
        issuing = this.issue(page, outcomes);
        issuing.catch(() => undefined);
      }
    } finally {
      await issuing;
    }
    return this.done;
  }

  private async *pages(): AsyncGenerator<readonly PlannedAt[]> {
    const stream = streamName('billingrun', this.run.runId);
    let page: PlannedAt[] = [];
    let place = 0;
    for await (const recorded of this.ledger.store.readStream(stream)) {
      if (recorded.type === 'RunPlanned') {
        break;
      }
      if (recorded.type !== 'InvoicePlanned') {
        continue;
      }
      const planned = this.ledger.codec.decode(recorded)?.data as Planned | undefined;
      if (planned === undefined) {
        throw new Error(`${stream}@${recorded.revision} belongs to another ledger; run \`daybook verify\``);
      }
      page.push({ planned, place });
      place += planned.sources.length;
      if (page.length === pageSize) {
        yield page;
        page = [];
      }
    }
    if (page.length > 0) {
      yield page;
    }
  }

  private assign({ planned }: PlannedAt): Promise<readonly SourceOutcome[]> {
    const to = { run: this.run, planned, origin: this.origin };
    return Promise.all(planned.sources.map((source) => assignSource(this.ledger, to, source)));
  }

  private async drop(page: readonly PlannedAt[], outcomes: readonly (readonly SourceOutcome[])[]): Promise<void> {
    const drops = page.flatMap(({ planned, place }, at) =>
      (outcomes[at] ?? []).flatMap((outcome, index): ItemDropped['data'][] => {
        const source = planned.sources[index];
        if (outcome.kind === 'assigned' || source === undefined) {
          return [];
        }
        const { code, message } = outcome.reason;
        return [{ runId: this.run.runId, invoiceId: planned.invoiceId, kind: source.kind, id: source.id, place: place + index, code, reason: message.slice(0, 1000) }];
      }),
    );
    const sources = page.reduce((count, { planned }) => count + planned.sources.length, 0);
    this.done.dropped += drops.length;
    this.done.assigned += sources - drops.length;
    if (drops.length > 0) {
      const outcome = mustDecide(await this.ledger.streams.billingrun.decide(this.run.runId, this.origin, (state) => decideDropItems({ drops }, state)));
      this.reach(outcome.position);
    }
  }

  private async issue(page: readonly PlannedAt[], outcomes: readonly (readonly SourceOutcome[])[]): Promise<void> {
    const invoices = page.map(({ planned }, at) => assignedInvoice(planned, outcomes[at] ?? []));
    await Promise.all(invoices.map((invoice) => this.issueOne(invoice)));
    this.onProgress(this.done);
  }

  private async issueOne(invoice: AssignedInvoice): Promise<void> {
    const draft = this.draftOf(invoice);
    if (draft === null) {
      this.done.empty += 1;
      return;
    }
    const issued = await this.issuing.issueDraft(draft, this.origin);
    this.done.issued += 1;
    this.reach(issued.position);
  }

  private draftOf({ planned, sources, draft }: AssignedInvoice): InvoiceDraft | null {
    if (draft !== undefined) {
      return draft;
    }
    const made = runDraft(this.run, planned, sources);
    if (!made.ok) {
      throw new Error(`an assigned invoice was refused: ${made.refusal.code} for ${planned.invoiceId}`);
    }
    return made.value;
  }

  private reach(position: string | null): void {
    if (position !== null && (this.done.position === null || position > this.done.position)) {
      this.done.position = position;
    }
  }
}

function assignedInvoice(planned: Planned, outcomes: readonly SourceOutcome[]): AssignedInvoice {
  const assigned = outcomes.flatMap((outcome) => (outcome.kind === 'assigned' ? [outcome] : []));
  const [only] = assigned;
  const draft = assigned.length === 1 && only?.draft !== undefined ? { draft: only.draft } : {};
  return { planned, sources: assigned.map(({ source }) => source), ...draft };
}
