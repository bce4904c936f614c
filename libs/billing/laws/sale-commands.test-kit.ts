import {
  ApproveDraft, BillSale, CancelInvoice, CancelSale, ChangeDraft, CloseSale, CreditInvoice, DiscardDraft, DraftInvoice, IssueDraft, ReceiveReturn,
  type SaleContentBody, type SaleLineBody,
} from '#billing';
import { addDays, type InvoiceIssued } from '#ledger';
import type { Made, Maker, World } from './world.test-kit';

const taxes = [
  { taxRate: '20', taxCategory: 'S' }, { taxRate: '5', taxCategory: 'S' }, { taxRate: '8.1', taxCategory: 'S' }, { taxRate: '0', taxCategory: 'Z' },
  { taxRate: '0', taxCategory: 'AE', taxNote: 'Reverse charge' },
] as const;

function recognised(world: World): Partial<SaleLineBody> {
  const rule = world.one(['at-issue', 'at-issue', 'point-in-time', 'daily', 'equal-months'] as const);
  if (rule === 'at-issue' || rule === 'point-in-time') return { recognition: rule };
  const from = addDays(world.today, world.below(40) - 20);
  return { recognition: rule, servicePeriod: { from, to: addDays(from, 5 + world.below(150)) } };
}

function line(world: World): SaleLineBody {
  const discount = world.maybe(3, () => ({ discountPercent: world.one(['10', '3.333', '100']) }));
  return {
    description: 'Goods', quantity: world.one(['1', '2', '3.5', '0.125', '12']), unitPrice: `${1 + world.below(900)}.${10 + world.below(90)}`,
    ...discount, ...world.one(taxes), ...recognised(world),
  };
}

function content(world: World): SaleContentBody {
  const lines = Array.from({ length: 1 + world.below(4) }, () => line(world));
  return {
    ...world.party(), closedOn: world.day(), lines,
    ...world.maybe(3, () => ({ taxInclusive: world.one(['net-first', 'tax-first'] as const) })),
    ...world.maybe(4, () => ({ documentDiscountPercent: world.one(['4', '12.5']) })),
    ...world.maybe(6, () => ({ payerCustomerId: 'plain' })),
  };
}

function prepayment(world: World): Made {
  const lines = [{ description: 'On account', quantity: '1', unitPrice: `${100 + world.below(500)}`, ...world.one(taxes), recognition: 'prepayment' as const }];
  return new CloseSale({ ...world.party(), saleId: world.id('sale'), closedOn: world.today, purpose: 'prepayment', lines }, world.context());
}

/** The sale that settles a prepayment: its invoice is credited to the new one. */
function settlement(world: World): Made {
  const prepaid = world.recent(world.log.of('InvoiceIssued').filter(({ purpose }) => purpose === 'prepayment'));
  if (prepaid === undefined) return null;
  const { entityId, customerId, currency, invoiceId } = prepaid;
  const { payerCustomerId: _buyerPays, ...sale } = content(world);
  return new CloseSale({ ...sale, saleId: world.id('sale'), entityId, customerId, currency, aboutInvoiceId: invoiceId, closedOn: world.today }, world.context());
}

const invoice = (world: World): InvoiceIssued['data'] | undefined => world.recent(world.log.of('InvoiceIssued'));
const delivery = (world: World) => world.one(['undelivered', 'delivered', 'price'] as const);

function creditByLine(world: World): Made {
  const of = invoice(world);
  if (of === undefined) return null;
  const lines = of.lines.filter(() => world.below(2) === 0).map(({ lineId, quantity, net }) => {
    const part = BigInt(net.replace('.', '')) / BigInt(1 + world.below(3));
    const byNet = world.below(2) === 0 && part > 0n;
    return byNet ? { invoiceLineId: lineId, net: world.text(part, of.currency), delivery: delivery(world) }
      : { invoiceLineId: lineId, quantity: world.below(2) === 0 ? quantity : '0.1', delivery: world.one(['undelivered', 'delivered'] as const) };
  });
  return lines.length === 0 ? null : new CreditInvoice({ invoiceId: of.invoiceId, requestId: world.id('credit'), reason: 'wrong', receivedOn: world.day(), lines }, world.context());
}

function cancelInvoice(world: World): Made {
  const of = invoice(world);
  if (of === undefined) return null;
  return new CancelInvoice({ invoiceId: of.invoiceId, requestId: world.id('cancel'), reason: 'called off', receivedOn: world.day(), delivery: delivery(world) }, world.context());
}

/** Goods come back without saying of which invoice, so that they are matched; some never left. */
function goodsBack(world: World): Made {
  const of = invoice(world);
  const sold = world.pick(of?.lines ?? []);
  if (of === undefined || sold === undefined) return null;
  const { taxCategory, taxRate, unitPrice, description } = sold;
  const body = { entityId: of.entityId, customerId: of.customerId, currency: of.currency, reason: 'came back', receivedOn: world.day(), returnId: world.id('return') };
  const line = { description, quantity: world.one(['1', '0.5', '2']), unitPrice, taxCategory, taxRate };
  return new ReceiveReturn({ ...body, lines: [line] }, world.context());
}

const waitingSale = (world: World): string | undefined => {
  const assigned = new Set([...world.log.of('BillingAssigned'), ...world.log.of('SaleCancelled')].map(({ saleId }) => saleId));
  return world.recent(world.log.of('SaleClosed').filter(({ saleId }) => !assigned.has(saleId)))?.saleId;
};

function draft(world: World): Made {
  const of = world.recent(world.log.of('InvoiceDrafted'))?.draftId;
  if (of === undefined || world.below(3) === 0) return new DraftInvoice({ draftId: world.id('draft'), kind: 'draft', sale: content(world) }, world.context());
  const named = { draftId: of, requestId: world.id('draft-request') };
  return world.one([
    () => new ChangeDraft({ ...named, sale: content(world) }, world.context()), () => new ApproveDraft(named, world.context()),
    () => new IssueDraft(named, world.context()), () => new DiscardDraft({ ...named, reason: 'not ordered' }, world.context()),
  ])();
}

/** Sales, their invoices and their credits, by name, with how often they come. */
export const saleCommands: Readonly<Record<string, readonly [weight: number, maker: Maker]>> = {
  sell: [14, (world) => new CloseSale({ ...content(world), saleId: world.id('sale') }, world.context())],
  sellForLater: [4, (world) => new CloseSale({ ...content(world), saleId: world.id('sale'), billing: 'later' }, world.context())],
  prepayment: [2, prepayment],
  settlement: [2, settlement],
  billSale: [2, (world) => {
    const saleId = waitingSale(world);
    return saleId === undefined ? null : new BillSale({ saleId, requestId: world.id('bill') }, world.context());
  }],
  cancelSale: [1, (world) => {
    const saleId = waitingSale(world);
    return saleId === undefined ? null : new CancelSale({ saleId, requestId: world.id('cancel'), reason: 'ordered twice' }, world.context());
  }],
  creditByLine: [7, creditByLine],
  cancelInvoice: [3, cancelInvoice],
  goodsBack: [3, goodsBack],
  draft: [3, draft],
};
