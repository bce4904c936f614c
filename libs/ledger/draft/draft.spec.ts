import { buyer, saleLine, shop } from '../specification/sample-facts';
import { given, presentHash } from '../specification/given';
import type { CloseSale, CloseSaleFacts } from '../sale/close-sale';
import { decideApproveDraft } from './approve-draft';
import { draftFold, type DraftState } from './draft.state';
import { decideDiscardDraft, decideIssueDraft, draftedSale } from './issue-draft';
import { decideChangeDraft, decideDraftInvoice } from './write-draft';

const sale: CloseSale = {
  inputHash: presentHash, saleId: 'D1', invoiceId: '', entityId: 'UK', customerId: '17850', closedOn: '2010-12-01', currency: 'GBP',
  lines: [saleLine()], billing: 'later', strict: false,
};
const facts: CloseSaleFacts = { entity: shop(), customer: buyer(), today: '2010-12-08', lastIssueDate: () => undefined, accountHeld: false };
const request = { draftId: 'D1', requestId: 'r1', inputHash: presentHash };

const draft = (changes: Partial<CloseSale> = {}, actor = 'ada') => (state: DraftState) =>
  decideDraftInvoice({ draftId: 'D1', inputHash: presentHash, kind: 'draft', actor, sale: { ...sale, ...changes } }, state, facts);
const change = (requestId: string, actor: string) => (state: DraftState) =>
  decideChangeDraft({ ...request, requestId, actor, sale: { ...sale, lines: [saleLine({ quantity: '1' })] } }, state, { ...facts, revision: 1 });
const approve = (actor: string, contentRevision?: number) => (state: DraftState) =>
  decideApproveDraft({ draftId: 'D1', actor, ...(contentRevision === undefined ? {} : { contentRevision }) }, state);
const issue = (needsApproval: boolean, changes: Partial<typeof request> = {}) => (state: DraftState) =>
  decideIssueDraft({ ...request, requestId: 'issue', requestedIssueDate: '2010-12-08', ...changes }, state, { needsApproval });

const drafted = given(draftFold).when(draft());

describe('a draft', () => {
  it('holds a priced sale and nothing else', () => {
    expect(drafted.events).toMatchObject([{ type: 'InvoiceDrafted', data: { gross: '15.30', sale: { saleId: 'D1' }, draftedBy: 'ada' } }]);
    expect(drafted.answer).toMatchObject({ state: 'draft', gross: '15.30', contentRevision: 0 });
    expect(drafted.then.when(draft()).events).toEqual([]);
    expect(drafted.then.when((state) => decideDraftInvoice({ draftId: 'D1', inputHash: 'v1:other', kind: 'draft', actor: 'ada', sale }, state, facts)).refused).toBe('DRAFT.CONFLICT');
  });

  it('passes the rules of a sale, but may be of a day to come', () => {
    expect(given(draftFold).when(draft({ currency: 'XXX' })).refused).toBe('CURRENCY.UNKNOWN');
    expect(given(draftFold).when(draft({ lines: [saleLine({ taxCategory: 'AE' })] })).refused).toBe('LINE.TAX_NOTE');
    expect(given(draftFold).when(draft({ closedOn: '2011-01-31' })).types).toEqual(['InvoiceDrafted']);
  });

  it('is approved by another than its author and its last editor, and again after a change', () => {
    expect(drafted.then.when(approve('ada')).refused).toBe('DRAFT.OWN');
    const approved = drafted.then.when(approve('bob'));
    expect(approved.answer.state).toBe('approved');
    expect(approved.then.when(approve('eve')).events).toEqual([]);
    const changed = approved.then.when(change('c1', 'bob'));
    expect(changed.answer).toMatchObject({ state: 'draft', gross: '2.55', contentRevision: 2 });
    expect(changed.then.when(change('c1', 'bob')).events).toEqual([]);
    expect(changed.then.when(approve('bob')).refused).toBe('DRAFT.OWN');
    expect(changed.then.when(approve('ada')).refused).toBe('DRAFT.OWN');
    expect(changed.then.when(approve('eve', 0)).refused).toBe('DRAFT.CHANGED');
    expect(changed.then.when(issue(true)).refused).toBe('DRAFT.NOT_APPROVED');
    expect(changed.then.when(approve('eve', 2)).then.when(issue(true)).types).toEqual(['DraftIssued']);
  });

  it('is issued once, and then changes no more', () => {
    const issued = drafted.then.when(issue(false));
    expect(issued.events).toMatchObject([{ data: { saleId: 'D1', requestedIssueDate: '2010-12-08' } }]);
    expect(issued.then.when(issue(false)).events).toEqual([]);
    expect(issued.then.when(issue(false, { requestId: 'other' })).refused).toBe('DRAFT.ISSUED');
    expect(issued.then.when(change('c2', 'ada')).refused).toBe('DRAFT.ISSUED');
    expect(issued.then.when(approve('bob')).refused).toBe('DRAFT.ISSUED');
  });

  it('is discarded for good', () => {
    const discard = (state: DraftState) => decideDiscardDraft({ ...request, requestId: 'd', reason: 'not ordered' }, state);
    const discarded = drafted.then.when(discard);
    expect(discarded.answer.state).toBe('discarded');
    expect(discarded.then.when(discard).events).toEqual([]);
    expect(discarded.then.when(issue(false)).refused).toBe('DRAFT.DISCARDED');
    expect(given(draftFold).when(discard).refused).toBe('DRAFT.UNKNOWN');
  });

  it('becomes a sale of its own id with the same content', () => {
    const by = { inputHash: 'h', invoiceId: 'i', requestedIssueDate: '2010-12-08', strict: false };
    expect(draftedSale(drafted.then.state, by)).toMatchObject({ saleId: 'D1', billing: 'at-once', payerCustomerId: '17850', lines: [{ lineId: '1' }], ...by });
    expect(draftedSale(given(draftFold).state, by)).toBeUndefined();
  });
});
