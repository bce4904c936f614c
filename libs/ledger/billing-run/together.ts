import { decimalOf, knownCurrency } from '#money';
import type { InvoiceDraft } from '../invoice-register/invoice-draft';
import { refuseTooLargeInBase, type Totals } from '../pricing';

/** Far below what one document may hold, so that pricing everything together stays within it too. */
const linesTogetherMax = 2000;
export const sourcesTogetherMax = 200;
/** Of one fact, with room for its envelope and for what issuing adds. */
const draftBytesMax = 600 * 1024;

/** Drafts of single sources, tried out before any of them is assigned. */
export interface TriedDrafts {
  readonly sources: number;
  readonly lines: number;
  readonly bytes: number;
  readonly gross: string;
}

export const noDrafts: TriedDrafts = { sources: 0, lines: 0, bytes: 0, gross: '0' };

export function withDraft(tried: TriedDrafts, draft: InvoiceDraft | null): TriedDrafts {
  const gross = decimalOf(tried.gross).plus(decimalOf(draft?.totals.gross ?? '0')).toFixed();
  return { sources: tried.sources + 1, lines: tried.lines + (draft?.lines.length ?? 0), bytes: tried.bytes + draftBytes(draft), gross };
}

/** Whether what was tried out separately surely fits one invoice. Rounding together moves the sum by a few units at most. */
export function fitsTogether(tried: TriedDrafts, money: { readonly currency: string; readonly baseCurrency: string; readonly rate: string }): boolean {
  if (tried.sources > sourcesTogetherMax || tried.lines > linesTogetherMax || tried.bytes > draftBytesMax) {
    return false;
  }
  const { digits } = knownCurrency(money.currency);
  const twice = decimalOf(tried.gross).times(2).toFixed(digits);
  const zero = decimalOf('0').toFixed(digits);
  const totals: Totals = { net: twice, tax: zero, gross: twice };
  return twice.length <= amountLengthMax && refuseTooLargeInBase(totals, { ...money, mode: 'half-up' }) === undefined;
}

const amountLengthMax = 18;

/** Whether one source alone makes a document that one fact can hold. */
export const fitsAlone = (draft: InvoiceDraft | null): boolean => draftBytes(draft) <= draftBytesMax;

/** A few lines never come near, and are not counted. */
const draftBytes = (draft: InvoiceDraft | null): number =>
  draft === null || draft.lines.length < 20 ? 0 : new TextEncoder().encode(JSON.stringify(draft.lines)).length;
