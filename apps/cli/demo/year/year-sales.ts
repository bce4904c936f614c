import { CloseSale, type SaleAnswer, type SaleContentBody } from '#billing';
import { yearEntity, type YearCustomer } from './year-company';
import type { YearPlay } from './year-step';

export interface YearSale {
  readonly saleId: string;
  readonly customerId: YearCustomer;
  readonly on: string;
  readonly net: string;
  readonly description: string;
}

export const content = ({ customerId, on, net, description }: Omit<YearSale, 'saleId'>, prepayment = false): SaleContentBody => {
  const abroad = customerId === 'year-exporter';
  const tax = abroad ? { taxRate: '0', taxCategory: 'G' as const } : { taxRate: '20' };
  return {
    entityId: yearEntity, customerId, closedOn: on, currency: abroad ? 'USD' : 'EUR', ...(prepayment ? { purpose: 'prepayment' as const } : {}),
    lines: [{ lineId: '1', description, quantity: '1', unitPrice: net, ...tax, ...(prepayment ? { recognition: 'prepayment' as const } : {}) }],
  };
};

/** Sells and bills at once; sold before it answers the same, so that later steps find the invoice this way. */
export async function invoiceOf(play: YearPlay, sale: YearSale, more: Partial<CloseSale['body']> = {}, prepayment = false): Promise<string> {
  const answer: SaleAnswer = await play.do((context) => new CloseSale({ ...content(sale, prepayment), saleId: sale.saleId, ...more }, context));
  return answer.invoiceId ?? '';
}
