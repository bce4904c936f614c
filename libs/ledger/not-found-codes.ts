/** Codes of what was looked for and is not there, by its words. Written out, so that they are found in the sources. */
export const notFoundCodes = {
  account: 'ACCOUNT.NOT_FOUND',
  approval: 'APPROVAL.NOT_FOUND',
  'billing run': 'BILLING_RUN.NOT_FOUND',
  contract: 'CONTRACT.NOT_FOUND',
  'credit note': 'CREDIT_NOTE.NOT_FOUND',
  customer: 'CUSTOMER.NOT_FOUND',
  draft: 'DRAFT.NOT_FOUND',
  entity: 'ENTITY.NOT_FOUND',
  'hand-over': 'HAND_OVER.NOT_FOUND',
  invoice: 'INVOICE.NOT_FOUND',
  mapping: 'MAPPING.NOT_FOUND',
  payment: 'PAYMENT.NOT_FOUND',
  reminder: 'REMINDER.NOT_FOUND',
  return: 'RETURN.NOT_FOUND',
  sale: 'SALE.NOT_FOUND',
  'webhook endpoint': 'WEBHOOK_ENDPOINT.NOT_FOUND',
} as const;

export type SoughtThing = keyof typeof notFoundCodes;
