import { Type, type Static, type TObject, type TOptional, type TSchema } from '@sinclair/typebox';
import { eachPattern, pathPattern } from './document-path';
import { customerTargets, lineTargets, saleTargets } from './mapping-targets';

/** The version of what is described here. Within it, settings are only added. */
export const mappingFormat = 1;
export const mappingSchemaId = `urn:daybook:mapping:v${mappingFormat}`;

const Path = Type.String({ pattern: pathPattern, maxLength: 400 });
const Short = Type.String({ maxLength: 200 });
const Table = Type.Unsafe<Readonly<Record<string, string>>>(
  Type.Record(Type.String({ maxLength: 200 }), Short, {
    maxProperties: 1000,
    description: 'From the source’s words to ours. A word that is not in it is refused, unless `otherwise` says what it is; an empty word is no value.',
  }),
);
const Closed = <Properties extends Record<string, TSchema>>(properties: Properties, description?: string): TObject<Properties> =>
  Type.Object(properties, { additionalProperties: false, ...(description === undefined ? {} : { description }) });

export const MappedValue = Closed(
  {
    path: Type.Optional(Type.Union([Path, Type.Array(Path, { minItems: 1, maxItems: 8 })], { description: 'Where the value stands; of several, those that are not empty are joined.' })),
    constant: Type.Optional(Type.String({ maxLength: 200, description: 'The value itself, instead of a path.' })),
    default: Type.Optional(Type.String({ maxLength: 200, description: 'Taken, as written by the command, where the path leads to nothing.' })),
    optional: Type.Optional(Type.Boolean({ description: 'True: without a value the field is left out. Else it is refused, unless the command has a default of its own.' })),
    join: Type.Optional(Type.String({ maxLength: 8, description: 'Between the values of several paths; default one blank.' })),
    table: Type.Optional(Table),
    otherwise: Type.Optional(Short),
    prefix: Type.Optional(Type.String({ maxLength: 32, description: 'Put before the value.' })),
    dateFormat: Type.Optional(Type.String({ pattern: '^[YMD./ -]{6,12}$', description: 'YYYY or YY, MM, DD and what stands between; default YYYY-MM-DD.' })),
    timeZone: Type.Optional(Type.String({ maxLength: 64, description: 'For moments: the zone whose day counts.' })),
    decimal: Type.Optional(Type.Union([Type.Literal('.'), Type.Literal(',')])),
    thousands: Type.Optional(Type.Union([Type.Literal('.'), Type.Literal(','), Type.Literal(' '), Type.Literal("'")])),
    minorUnits: Type.Optional(Type.Integer({ minimum: 1, maximum: 6, description: 'The number counts minor units of so many decimals: 1050 with 2 is 10.50.' })),
    sign: Type.Optional(Type.Union([Type.Literal('opposite'), Type.Literal('absolute')])),
  },
  'Where a field’s value comes from, and how it is written there.',
);
export type MappedValue = Static<typeof MappedValue>;

export const MappingCondition = Closed(
  {
    path: Path,
    in: Type.Optional(Type.Array(Short, { minItems: 1, maxItems: 100 })),
    notIn: Type.Optional(Type.Array(Short, { minItems: 1, maxItems: 100 })),
    empty: Type.Optional(Type.Boolean()),
  },
  'Holds when the value is one of these words, none of those, or is (not) empty.',
);
export type MappingCondition = Static<typeof MappingCondition>;

const Conditions = Type.Array(MappingCondition, { minItems: 1, maxItems: 20 });

const fieldsOf = (targets: Readonly<Record<string, string>>): TObject<Record<string, TOptional<typeof MappedValue>>> =>
  Closed(Object.fromEntries(Object.keys(targets).map((name) => [name, Type.Optional(MappedValue)] as const)));

const Source = Closed(
  {
    system: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,19}$', description: 'Your name for the system; it begins the ids of what comes from it.' }),
    id: MappedValue,
    version: Type.Optional(MappedValue),
  },
  'What names a document at its source. A sale: the version makes each version a sale of its own, so leave it out unless that is so. A customer: a whole number or a moment that grows.',
);

const Csv = Closed({
  separator: Type.Optional(Type.Union([Type.Literal(','), Type.Literal(';'), Type.Literal('\t'), Type.Literal('|')])),
  groupBy: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 5, description: 'Columns that name a document: its rows stand below /rows.' })),
});

/** `when`: which documents are for us. `require`: what must hold for those, else they are refused. */
const common = {
  $schema: Type.Optional(Type.String({ maxLength: 300 })),
  format: Type.Literal(mappingFormat),
  source: Source,
  when: Type.Optional(Conditions),
  require: Type.Optional(Conditions),
  csv: Type.Optional(Csv),
};

export const SaleMapping = Closed({
  ...common,
  kind: Type.Literal('sale'),
  returns: Type.Optional(Type.Union([Type.Literal('negative-quantities'), Conditions], { description: 'Which documents take goods back; absent: none does.' })),
  fields: fieldsOf(saleTargets),
  lines: Closed({ each: Type.String({ pattern: eachPattern, maxLength: 400 }), when: Type.Optional(Conditions), fields: fieldsOf(lineTargets) }),
});
export type SaleMapping = Static<typeof SaleMapping>;

export const CustomerMapping = Closed({ ...common, kind: Type.Literal('customer'), fields: fieldsOf(customerTargets) });
export type CustomerMapping = Static<typeof CustomerMapping>;

/** How documents of another system become commands. */
export const Mapping = Type.Union([SaleMapping, CustomerMapping], {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: mappingSchemaId,
  title: 'Mapping',
  description: 'How documents of another system, such as closed opportunities of a CRM, become sales and customers here.',
});
export type Mapping = Static<typeof Mapping>;

export type MappedFields = Readonly<Record<string, MappedValue | undefined>>;

/** What stands in many places of a mapping, described once. */
const parts: ReadonlyMap<string, string> = new Map([
  [JSON.stringify(MappedValue), 'value'],
  [JSON.stringify(MappingCondition), 'condition'],
]);

/** The schema as it is published: plain JSON Schema. */
export function publishedMappingSchema(): object {
  const definitions = Object.fromEntries([...parts].map(([text, name]) => [name, JSON.parse(text) as object]));
  return { ...(referring(JSON.parse(JSON.stringify(Mapping))) as object), $defs: definitions };
}

function referring(node: unknown): unknown {
  const name = parts.get(JSON.stringify(node));
  if (name !== undefined) {
    return { $ref: `#/$defs/${name}` };
  }
  if (Array.isArray(node)) {
    return node.map(referring);
  }
  return typeof node === 'object' && node !== null ? Object.fromEntries(Object.entries(node).map(([key, value]) => [key, referring(value)])) : node;
}
