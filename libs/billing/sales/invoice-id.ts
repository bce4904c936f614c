import { uuidV5 } from '#event-store';

/** The id of the invoice that bills a sale: made from the sale id, so that it is the same however often it is asked for. */
export const saleInvoiceId = (saleId: string): string => uuidV5(`invoice of sale ${saleId}`);
