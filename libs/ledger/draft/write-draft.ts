import { conflict } from '../input-rules';
import { accept, refuse, type Decision } from '../refusal';
import { checkSale, type CheckedSale, type CloseSale, type CloseSaleFacts } from '../sale/close-sale';
import type { DraftChanged, InvoiceDrafted } from './draft.events';
import type { DraftAnswer, DraftKind, DraftState } from './draft.state';
import { settledDraft, type DraftRequest } from './open-draft';

/** What is to be sold. Its sale id is the draft's; how it is to be billed does not count yet. */
interface DraftedContent {
  readonly sale: CloseSale;
  /** Who writes it: may not approve it. */
  readonly actor: string;
}

/** An invoice in the making. It has no legal number and posts nothing. */
export interface DraftInvoice extends DraftedContent {
  readonly draftId: string;
  readonly inputHash: string;
  readonly kind: DraftKind;
}

export function decideDraftInvoice(command: DraftInvoice, state: DraftState, facts: CloseSaleFacts): Decision<InvoiceDrafted, DraftAnswer> {
  const { draftId, inputHash, kind, actor } = command;
  const known = state.requests.get('drafting');
  if (known !== undefined) {
    return known.inputHash === inputHash
      ? accept([], known.answer)
      : refuse(conflict('DRAFT.CONFLICT', 'draft', draftId, 'Change it by a request of its own, or take another id.'));
  }
  const checked = checkSale(command.sale, facts);
  if (!checked.ok) {
    return refuse(checked.refusal);
  }
  const { sale, gross } = contentOf(checked.value);
  const data = { draftId, kind, sale, gross, draftedBy: actor };
  return accept([{ type: 'InvoiceDrafted', data }], { draftId, kind, state: 'draft', contentRevision: 0, currency: sale.currency, gross });
}

/** The whole content as it stands from now on. What was approved before has to be approved again. */
export type ChangeDraft = DraftedContent & DraftRequest;

export function decideChangeDraft(
  command: ChangeDraft,
  state: DraftState,
  facts: CloseSaleFacts & { readonly revision: number },
): Decision<DraftChanged, DraftAnswer> {
  const settled = settledDraft(command, state);
  const kind = state.content?.kind;
  if (settled !== undefined || kind === undefined) {
    return settled ?? refuse(conflict('DRAFT.UNKNOWN', 'draft', command.draftId, 'Write it first.'));
  }
  const checked = checkSale(command.sale, facts);
  if (!checked.ok) {
    return refuse(checked.refusal);
  }
  const { draftId, requestId, actor } = command;
  const { sale, gross } = contentOf(checked.value);
  const answer: DraftAnswer = { draftId, kind, state: 'draft', contentRevision: facts.revision + 1, currency: sale.currency, gross };
  return accept([{ type: 'DraftChanged', data: { draftId, requestId, sale, gross, changedBy: actor } }], answer);
}

const contentOf = ({ sale, priced }: CheckedSale) => ({ sale, gross: priced.totals.gross });
