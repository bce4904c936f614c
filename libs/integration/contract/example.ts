import type { JsonSchema } from './event-schema';

/** What a field of this name shows in an example; every other is made from its schema. */
const shown: Readonly<Record<string, string>> = {
  accountId: 'UK~17850', entityId: 'UK', customerId: '17850', saleId: '536365', invoiceId: '5f1c9a5e-3c35-5b7e-9a53-0d7c8e1f6a10', seriesId: 'UK-INV', documentNumber: 'INV-000001',
  paymentId: 'BANK-2010-12-20-0001', currency: 'GBP', baseCurrency: 'GBP', country: 'GB', language: 'en', timeZone: 'Europe/London', rate: '1', taxRate: '20', quantity: '6',
  unitPrice: '2.55', name: 'Ada Sample', email: 'ada@example.com', iban: 'GB33BUKB20201555555555', reason: 'agreed with the customer', productCode: '85123A',
  description: 'White hanging heart T-light holder', requestId: 'req-1', content: '{}', fileHash: 'a'.repeat(64), colour: '#1a2b3c', publicKey: 'A'.repeat(43), signature: 'A'.repeat(86),
  act: 'api-key.create',
};
const patterns: readonly (readonly [starts: string, text: string])[] = [
  ['^\\d{4}-(0[1-9]|1[0-2])-', '2010-12-01'], ['^\\d{4}-(0[1-9]|1[0-2])$', '2010-12'], ['^-?(0|[1-9]\\d{0,17})(\\.\\d{1,4})?$', '15.30'],
  ['^-?(0|[1-9]\\d{0,17})(\\.\\d{1,12})?$', '20'], ['^[A-Z]{3}$', 'GBP'], ['^[A-Z]{2}$', 'GB'], ['^[a-z]{2}$', 'en'], ['^[0-9a-f]{64}$', 'a'.repeat(64)],
];

/**
 * Data that fits a schema, with every field, so that a reader sees each of them once. It shows shapes: the figures of
 * one example need not add up.
 *
 * @throws Error for a pattern that no example is known for.
 */
export function exampleOf(schema: JsonSchema, name = ''): unknown {
  if (schema.properties !== undefined) return Object.fromEntries(Object.entries(schema.properties).map(([field, node]) => [field, exampleOf(node, field)]));
  if (schema.anyOf !== undefined) return exampleOf(schema.anyOf[0]!, name);
  if (schema['const'] !== undefined) return schema['const'];
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.items !== undefined) return Array.from({ length: Math.max(1, Number(schema['minItems'] ?? 1)) }, () => exampleOf(schema.items!, name.replace(/s$/, '')));
  if (schema.type === 'boolean') return true;
  if (schema.type === 'string') return textOf(schema, name);
  return Math.max(1, Number(schema['minimum'] ?? 1));
}

function textOf(schema: JsonSchema, name: string): string {
  const pattern = schema['pattern'] as string | undefined;
  if (pattern === undefined) return (shown[name] ?? `${name}-1`).slice(0, Number(schema['maxLength'] ?? 1_000));
  const own = shown[name];
  if (own !== undefined && new RegExp(pattern).test(own)) return own;
  const known = [...patterns.map(([, text]) => text), 'sample', '1', 'A', 'a1b2c3d4', '0123456789ab', '0123456789abcdef'].find((text) => new RegExp(pattern).test(text));
  if (known === undefined) throw new Error(`no example fits the pattern ${pattern} of ${name}`);
  return known;
}
