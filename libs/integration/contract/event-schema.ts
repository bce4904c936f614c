import type { EventDefinition } from '#ledger';

/** Plain JSON Schema, draft 2020-12, as far as events use it. */
export interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly additionalProperties?: boolean;
  readonly [keyword: string]: unknown;
}

export const eventSchemaId = (type: string, version: number): string => `urn:daybook:event:${type}:v${version}`;

/**
 * What a consumer may rely on in the data of one event type and version. Fields may be added within a version, so other
 * members are let pass; what says who a person is may be empty, since a person may be erased.
 */
export function eventSchema({ type, version, schema }: Pick<EventDefinition, 'type' | 'version' | 'schema'>): JsonSchema {
  const plain = JSON.parse(JSON.stringify(schema)) as JsonSchema;
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: eventSchemaId(type, version), title: type, ...publicNode(plain, personalFieldOf(type)) };
}

/** The field that is sealed in the log; the content of a waiting command may hold personal fields of its own. */
const personalFieldOf = (type: string): string => (type === 'ApprovalRequested' ? 'content' : 'personal');

function publicNode(node: JsonSchema, personal: string, isPersonal = false): JsonSchema {
  if (isPersonal && node.type === 'string') return { type: 'string', 'x-personal': true };
  const { additionalProperties: _closed, ...open } = node;
  return {
    ...(node.properties === undefined ? node : open),
    ...(node.properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(node.properties).map(([name, field]) => [name, publicNode(field, personal, isPersonal || name === personal)])) }),
    ...(node.items === undefined ? {} : { items: publicNode(node.items, personal, isPersonal) }),
    ...(node.anyOf === undefined ? {} : { anyOf: node.anyOf.map((each) => publicNode(each, personal, isPersonal)) }),
    ...(isPersonal ? { 'x-personal': true } : {}),
  };
}
