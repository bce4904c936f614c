import {
  creditExceeded, dayInZone, decideAssignBilling, exceedsCredit, fitsAlone, runDraft, type AssignedSource, type CreditFacts, type DueItems,
  type InvoiceDraft, type InvoicePlanned, type Refusal, type SaleFacts,
} from '#ledger';
import type { BillingCandidate } from '#read-models';
import type { LedgerContext } from '../ledger/ledger-context';
import { contractDue, hasItems } from './contract-due';
import { buyerTerms, heldAccount, isRefusal, rateOf, tooLargeAlone, type AskedRun, type BuyerTerms, type EntityTerms } from './run-facts';
import { runInvoiceId } from './run-invoice-id';
import { factsAgeMaxMilliseconds } from '../entities/entity-facts';
import { creditOf } from '../sales/sale-facts';
import { saleFactsAt } from './source-assigning';

/** What a plan says of one candidate alone. */
export interface Assessed {
  readonly candidate: BillingCandidate;
  readonly buyer: BuyerTerms;
  readonly billTo?: BuyerTerms;
  readonly rate: string;
  /** Revisions the plan rests on. */
  readonly revision: number;
  readonly usageRevision?: number;
  /** The invoice of it alone; null: worth nothing; undefined: it was not looked into, its dates alone say that it is due. */
  readonly draft?: InvoiceDraft | null;
  /** What would be assigned, where it was looked into. */
  readonly source?: AssignedSource;
  /** Of a contract that was looked into. */
  readonly credits: DueItems['credits'];
  /** False: there is nothing to bill, only to credit. */
  readonly isBilled: boolean;
}

type CandidateTerms = Pick<Assessed, 'candidate' | 'buyer' | 'billTo' | 'rate'>;

export type Assessment = Assessed | { readonly waits: Refusal } | 'nothing';

/** Looks at candidates one by one, and into those of whom their dates alone do not tell. */
export class CandidateAssessing {
  constructor(
    private readonly ledger: LedgerContext,
    private readonly run: AskedRun,
    private readonly terms: EntityTerms,
    /** True: every candidate is looked into. */
    private readonly deep: boolean,
  ) {}

  async assess(candidate: BillingCandidate): Promise<Assessment> {
    const terms = await this.termsOf(candidate);
    if ('waits' in terms) {
      return terms;
    }
    const today = dayInZone(this.ledger.clock.now(), this.terms.configuration.timeZone);
    const credit = await creditOf(this.ledger, candidate.accountId, { today, ageMax: factsAgeMaxMilliseconds });
    const blocking = credit?.onExceed === 'block' ? credit : null;
    const lookInto = this.deep || blocking !== null || !datesTell(terms);
    const assessed = lookInto ? await this.lookInto(terms) : byItsDates(terms);
    if (candidate.isHeld && assessed !== 'nothing') {
      return { waits: heldAccount(candidate.accountId) };
    }
    return isBeyond(assessed, blocking) ? { waits: creditExceeded(candidate.accountId) } : assessed;
  }

  private async termsOf(candidate: BillingCandidate): Promise<CandidateTerms | { readonly waits: Refusal }> {
    const { customerId, billToCustomerId, currency } = candidate;
    const buyer = await buyerTerms(this.ledger, this.run, customerId);
    const billTo = billToCustomerId === '' ? undefined : await buyerTerms(this.ledger, this.run, billToCustomerId);
    const rate = candidate.rate === '' ? await rateOf(this.ledger, this.run, this.terms, currency) : candidate.rate;
    if (isRefusal(buyer)) {
      return { waits: buyer };
    }
    if (billTo !== undefined && isRefusal(billTo)) {
      return { waits: billTo };
    }
    return isRefusal(rate) ? { waits: rate } : { candidate, buyer, rate, ...(billTo === undefined ? {} : { billTo }) };
  }

  private lookInto(terms: CandidateTerms): Promise<Assessment> {
    return terms.candidate.kind === 'contract' ? this.contract(terms) : this.sale(terms);
  }

  private async contract(known: CandidateTerms): Promise<Assessment> {
    const { id } = known.candidate;
    const { rounding, baseCurrency } = this.terms.configuration;
    const due = await contractDue(this.ledger, id, { through: this.run.through, mode: rounding.mode, baseCurrency });
    const { revision, usageRevision, credits } = due;
    const at = { ...known, revision, ...(usageRevision === undefined ? {} : { usageRevision }), credits };
    if (!hasItems(due)) {
      return credits.length === 0 ? 'nothing' : { ...at, isBilled: false };
    }
    return this.tried({ ...at, isBilled: true }, { kind: 'contract', contractId: id, items: due.items });
  }

  private async sale(known: CandidateTerms): Promise<Assessment> {
    const at: Assessed = { ...known, revision: known.candidate.revision, credits: [], isBilled: true };
    const planned = plannedInvoice(this.run, this.terms, [at]);
    const facts = await saleFactsAt(this.ledger, this.run, planned);
    const { id: saleId } = known.candidate;
    const request = { saleId, invoiceId: planned.invoiceId, requestedIssueDate: this.run.issueDate, strict: false, seriesId: planned.seriesId, runId: this.run.runId };
    const tried = await this.ledger.streams.sale.query(saleId, (state): Assessment | { readonly sale: SaleFacts; readonly billing: NonNullable<typeof state.billing> } => {
      const decision = decideAssignBilling(request, state, facts);
      if (decision.kind === 'refused') {
        return { waits: decision.refusal };
      }
      const { billing } = decision.answer;
      return decision.events.length === 0 || state.sale === null || billing === undefined ? 'nothing' : { sale: state.sale, billing };
    });
    // A sale worth nothing is planned all the same: assigning it says so in its own stream.
    if (tried === 'nothing') {
      return { ...at, draft: null };
    }
    return 'billing' in tried ? this.tried(at, { kind: 'sale', ...tried }) : tried;
  }

  private tried(assessed: Assessed, source: AssignedSource): Assessment {
    const draft = runDraft(this.run, plannedInvoice(this.run, this.terms, [assessed]), [source]);
    if (!draft.ok) {
      return { waits: draft.refusal };
    }
    return fitsAlone(draft.value) ? { ...assessed, draft: draft.value, source } : { waits: tooLargeAlone(assessed.candidate.id) };
  }
}

/** Whether it would go beyond a limit that blocks. What is billed together is looked at one by one. */
function isBeyond(assessed: Assessment, blocking: CreditFacts | null): boolean {
  const draft = assessed === 'nothing' || 'waits' in assessed ? undefined : assessed.draft;
  return draft !== undefined && draft !== null && exceedsCredit(blocking, draft);
}

/** Whether its dates alone tell that it is due, and on an invoice of its own. */
const datesTell = ({ candidate, buyer }: CandidateTerms): boolean =>
  candidate.isDue && !candidate.isChanged && !(buyer.consolidate && !candidate.standsAlone);

/** What its dates alone say: it is due, and what it comes to is worked out when it is assigned. */
function byItsDates(terms: CandidateTerms): Assessed {
  const { revision, usageRevision } = terms.candidate;
  return { ...terms, revision, ...(usageRevision === null ? {} : { usageRevision }), credits: [], isBilled: true };
}

/** The proposal of one invoice that takes up all of these. Precondition: they are of one buyer, account, currency, rate and addressee. */
export function plannedInvoice(run: AskedRun, { entity, configuration, seriesId }: EntityTerms, sources: readonly Assessed[]): InvoicePlanned['data'] {
  const [first] = sources;
  if (first === undefined) {
    throw new Error('an invoice was planned that takes up nothing');
  }
  const { accountId, customerId, currency, billToCustomerId, standsAlone, reference } = first.candidate;
  const sameReference = sources.every(({ candidate }) => candidate.reference === reference) && reference !== '';
  return {
    runId: run.runId,
    invoiceId: runInvoiceId(run.runId, first.candidate),
    seriesId,
    customerId,
    accountId,
    ...(billToCustomerId === '' ? {} : { billToCustomerId }),
    currency,
    rate: first.rate,
    baseCurrency: configuration.baseCurrency,
    rounding: configuration.rounding,
    entityRevision: entity.revision,
    customerRevision: first.buyer.revision,
    ...(first.billTo === undefined ? {} : { billToRevision: first.billTo.revision }),
    ...(sameReference ? { reference } : {}),
    ...(standsAlone ? { standsAlone: true } : {}),
    sources: sources.map(({ candidate: { kind, id }, revision, usageRevision }) => ({
      kind, id, revision, ...(usageRevision === undefined ? {} : { usageRevision }),
    })),
  };
}
