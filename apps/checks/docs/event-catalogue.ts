import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleOf, type JsonSchema } from '#integration';
import { eventDefinitions } from '#ledger';

/** Stream families in the order a reader meets them, with the folder that defines each. */
const families = [
  { folder: 'ledger-identity', stream: 'ledger-identity' },
  { folder: 'entity', stream: 'entity-{entityId}' },
  { folder: 'customer', stream: 'customer-{customerId}' },
  { folder: 'sale', stream: 'sale-{saleId}' },
  { folder: 'invoice-register', stream: 'invoices-{seriesId}' },
  { folder: 'return', stream: 'return-{returnId}' },
  { folder: 'credit-note-register', stream: 'creditnotes-{seriesId}' },
  { folder: 'payment', stream: 'payment-{paymentId}' },
  { folder: 'account', stream: 'account-{entityId}~{customerId}' },
  { folder: 'collection', stream: 'collection-{accountId}' },
  { folder: 'external-invoice', stream: 'external-{source}-{number}' },
  { folder: 'contract', stream: 'contract-{contractId}' },
  { folder: 'usage', stream: 'usage-{contractId}' },
  { folder: 'billing-run', stream: 'billingrun-{runId}' },
  { folder: 'draft', stream: 'draft-{draftId}' },
  { folder: 'period', stream: 'period-{entityId}' },
  { folder: 'rates', stream: 'rates-{entityId}' },
  { folder: 'approval', stream: 'approval-{approvalId}' },
  { folder: 'delivery', stream: 'delivery-{documentId}-{channel}' },
  { folder: 'bank-statement', stream: 'bankstatement-{statementId} and bankfee-{feeId}' },
  { folder: 'gateway-payout', stream: 'gatewaypayout-{payoutId}' },
  { folder: 'direct-debit', stream: 'directdebit-{batchId}' },
  { folder: 'inquiry', stream: 'inquiry-{inquiryId}' },
  { folder: 'satisfaction', stream: 'satisfaction-{invoiceId}' },
  { folder: 'seal', stream: 'seal-log' },
  { folder: 'webhook-endpoint', stream: 'webhookendpoint-{endpointId}' },
  { folder: 'mapping', stream: 'mapping-{mappingName}' },
  { folder: 'audit-record', stream: 'audit-log' },
] as const;

interface SchemaNode {
  readonly type?: string | undefined;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly items?: SchemaNode | undefined;
  readonly properties?: Readonly<Record<string, SchemaNode>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly pattern?: string | undefined;
}

/** What a string may hold, by the pattern that guards it; a plain text has none. */
const kinds: readonly { readonly starts: string; readonly kind: string }[] = [
  { starts: '^\\d{4}-(0[1-9]|1[0-2])-', kind: 'day' },
  { starts: '^\\d{4}-(0[1-9]|1[0-2])$', kind: 'month' },
  { starts: '^-?(0|[1-9]\\d{0,17})(\\.\\d{1,4})?$', kind: 'amount' },
  { starts: '^-?(0|[1-9]\\d{0,17})(\\.\\d{1,12})?$', kind: 'decimal' },
  { starts: '^[A-Z]{3}$', kind: 'currency' },
  { starts: '^[A-Z]{2}$', kind: 'country' },
];

function kindOf(node: SchemaNode): string {
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum !== undefined) return node.enum.map((word) => JSON.stringify(word)).join(' or ');
  if (node.type === 'array') return `list of ${node.items ? kindOf(node.items) : 'values'}`;
  if (node.type === 'object') return `{ ${fieldsOf(node).map(({ name }) => name).join(', ')} }`;
  if (node.type === 'string') return kinds.find(({ starts }) => node.pattern?.startsWith(starts))?.kind ?? 'text';
  return node.type ?? 'value';
}

function fieldsOf(schema: SchemaNode): { name: string; kind: string }[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, node]) => ({
    name: required.has(name) ? name : `${name}?`,
    kind: kindOf(node),
  }));
}

/** The comment that stands above a definition, and the type it defines. */
const documented = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?export const \w+ = defineEvent\(\s*'(\w+)'/g;

function commentsIn(folder: string): Map<string, string> {
  const comments = new Map<string, string>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.events.ts'))) {
    for (const [, comment, type] of readFileSync(join(folder, file), 'utf8').matchAll(documented)) {
      comments.set(type ?? '', (comment ?? '').replaceAll(/\s*\n?\s*\*\s?/g, ' ').trim());
    }
  }
  return comments;
}

function eventSection(type: string, comment: string): string[] {
  const definition = eventDefinitions.find((candidate) => candidate.type === type);
  if (definition === undefined) throw new Error(`${type} is defined but missing from the registry`);
  // What TypeBox builds is JSON Schema; its types only do not say so for an enum.
  const rows = fieldsOf(definition.schema as SchemaNode).map(({ name, kind }) => `| \`${name}\` | ${kind.replaceAll('|', '\\|')} |`);
  return [`### ${type}`, '', `Version ${definition.version}.${comment === '' ? '' : ` ${comment}`}`, '', '| field | |', '|---|---|', ...rows, '', ...exampleBlock(definition)];
}

/** Every field once; the figures of an example need not add up. */
function exampleBlock({ schema }: (typeof eventDefinitions)[number]): string[] {
  const example = exampleOf(JSON.parse(JSON.stringify(schema)) as JsonSchema);
  return ['<details><summary>Example</summary>', '', '```json', JSON.stringify(example, null, 2), '```', '', '</details>', ''];
}

/**
 * The catalogue of every event the registry knows, as markdown.
 *
 * @param ledgerFolder where the sources of `libs/ledger` stand, for the comments above the definitions.
 * @throws Error when an event of the registry stands in no family, or the other way round.
 */
export function eventCatalogue(ledgerFolder: string): string {
  const told = new Set<string>();
  const sections = families.flatMap(({ folder, stream }) => {
    const comments = commentsIn(join(ledgerFolder, folder));
    comments.forEach((_, type) => told.add(type));
    return [`## \`${stream}\``, '', ...[...comments].flatMap(([type, comment]) => eventSection(type, comment))];
  });
  const untold = eventDefinitions.filter(({ type }) => !told.has(type)).map(({ type }) => type);
  if (untold.length > 0) throw new Error(`no family of the catalogue holds ${untold.join(', ')}`);
  return [
    '# Event catalogue',
    '',
    'Made from the registry by `npm run docs:events`; do not edit. A field with `?` may be absent. Amounts are fixed-scale',
    'strings in the currency beside them, days are `YYYY-MM-DD`. What stands around every event is in [architecture](architecture.md);',
    'JSON Schemas per type and version, AsyncAPI and OpenAPI are in [contract](contract/README.md).',
    '',
    ...sections,
  ].join('\n');
}
