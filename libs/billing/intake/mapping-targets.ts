/** What kind of thing a field of a command is, and so how its value is read. */
export type TargetType = 'text' | 'id' | 'day' | 'decimal' | 'code';

export type MappingKind = 'sale' | 'customer';

/** Fields of a sale, or of the return that takes it back, by their name in the command. */
export const saleTargets = {
  entityId: 'id',
  customerId: 'id',
  billToCustomerId: 'id',
  payerCustomerId: 'id',
  closedOn: 'day',
  supplyDate: 'day',
  issueDate: 'day',
  currency: 'code',
  rate: 'decimal',
  reference: 'text',
  purpose: 'code',
  aboutInvoiceId: 'id',
  taxInclusive: 'code',
  documentDiscountPercent: 'decimal',
  documentDiscountAmount: 'decimal',
  billing: 'code',
  reason: 'text',
  reasonCode: 'code',
} as const satisfies Readonly<Record<string, TargetType>>;

export const lineTargets = {
  lineId: 'id',
  productCode: 'id',
  description: 'text',
  quantity: 'decimal',
  unitPrice: 'decimal',
  discountPercent: 'decimal',
  discountAmount: 'decimal',
  taxCategory: 'code',
  taxRate: 'decimal',
  taxNote: 'text',
  'servicePeriod.from': 'day',
  'servicePeriod.to': 'day',
  recognition: 'code',
} as const satisfies Readonly<Record<string, TargetType>>;

export const customerTargets = {
  customerId: 'id',
  kind: 'code',
  country: 'code',
  'personal.name': 'text',
  'personal.email': 'text',
  'personal.phone': 'text',
  'personal.street': 'text',
  'personal.city': 'text',
  'personal.postalCode': 'text',
  'personal.taxId': 'text',
} as const satisfies Readonly<Record<string, TargetType>>;

/** What a mapping must say: nothing in our records could stand in for it. */
export const requiredTargets = {
  sale: ['customerId', 'closedOn', 'currency'],
  line: ['description', 'quantity', 'unitPrice'],
  customer: ['kind', 'country'],
} as const;

/** Only what takes goods back has them. */
export const returnOnlyTargets: ReadonlySet<string> = new Set(['reason', 'reasonCode']);
