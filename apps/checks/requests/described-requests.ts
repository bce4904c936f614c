import * as fc from 'fast-check';
import { hostileBodies, hostileHeader, hostileParts, hostileText, hostileValue } from './hostile-values';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly example?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
}

interface Described {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema; readonly example?: unknown }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema; readonly examples?: { readonly walk?: { readonly value: object } } }>> };
  readonly security?: readonly object[];
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Operation {
  /** As `post /sales`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly described: Described;
  readonly walk?: object;
}

export interface Sent {
  readonly method: string;
  /** With its query. */
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export const operationsOf = (document: ApiDocument): readonly Operation[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const walk = described.requestBody?.content['application/json']?.examples?.walk?.value;
      return { name: `${method} ${path}`, method: method.toUpperCase(), path, described, ...(walk === undefined ? {} : { walk }) };
    }),
  );

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(arbitrary, { nil: undefined });
const day = fc.constantFrom('2010-12-01', '2010-12-20', '2011-01-11', '2011-02-01', '2011-02-02', '0001-01-01', '9999-12-31', '2012-02-29');
const text = fc.oneof(fc.constantFrom('x', 'A', 'UK', '17850', 'INV-000001'), fc.string({ minLength: 1, maxLength: 30 }));

/** Values as a schema asks for them, with a hostile one here and there. */
export function described(schema: Schema, document: ApiDocument, depth = 0): fc.Arbitrary<unknown> {
  const proper = asDescribed(schema, document, depth);
  return fc.oneof({ weight: 9, arbitrary: proper }, { weight: 1, arbitrary: hostileValue });
}

function asDescribed(schema: Schema, document: ApiDocument, depth: number): fc.Arbitrary<unknown> {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (reference !== undefined) {
    const named = document.components.schemas[reference.slice(reference.lastIndexOf('/') + 1)];
    return named === undefined || depth > 6 ? fc.constant({}) : asDescribed(named, document, depth + 1);
  }
  return schema.enum === undefined ? ofType(schema, document, depth) : fc.constantFrom(...schema.enum);
}

function ofType(schema: Schema, document: ApiDocument, depth: number): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'object':
      return objectOf(schema, document, depth);
    case 'array':
      return fc.array(described(schema.items ?? {}, document, depth + 1), { minLength: Math.min(schema.minItems ?? 0, 2), maxLength: 3 });
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return fc.boolean();
    default:
      return textOf(schema);
  }
}

const numberOf = ({ minimum = 0, maximum = 100 }: Schema): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: Math.max(minimum, -1_000_000), max: Math.min(maximum, 1_000_000) }), fc.constantFrom(minimum, maximum));

function textOf(schema: Schema): fc.Arbitrary<unknown> {
  const proper = schema.format === 'date' ? day : schema.pattern === undefined ? text : fc.stringMatching(new RegExp(schema.pattern));
  return schema.example === undefined ? proper : fc.oneof(fc.constant(schema.example), proper);
}

const objectOf = ({ properties = {}, required = [] }: Schema, document: ApiDocument, depth: number): fc.Arbitrary<unknown> =>
  fc.record(Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, described(each, document, depth + 1)])), { requiredKeys: [...required] });

type Place = readonly (string | number)[];

function placesOf(value: unknown, at: Place = []): readonly Place[] {
  const below = typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, each]) => placesOf(each, [...at, Array.isArray(value) ? Number(key) : key])) : [];
  return at.length === 0 ? below : [at, ...below];
}

/** What a story sends, with some of it put wrong: it gets further than what is wrong everywhere. */
const changed = (walk: object): fc.Arbitrary<unknown> => {
  const places = placesOf(walk);
  const change = fc.tuple(fc.constantFrom(...places), fc.oneof({ weight: 5, arbitrary: hostileValue }, fc.constant(undefined)));
  return fc.tuple(fc.array(change, { minLength: 1, maxLength: 3 }), fc.boolean(), fc.nat()).map(([changes, fresh, number]) => {
    const copy = JSON.parse(JSON.stringify(walk)) as Record<string, unknown>;
    // A new id, else every body is a repetition of the first.
    const [id] = fresh ? Object.keys(copy).filter((key) => /Id$/.test(key) && !/^(entity|customer|account)Id$/.test(key)) : [];
    if (id !== undefined) copy[id] = `fresh-${number}`;
    for (const [place, value] of changes) put(copy, place, value);
    return copy;
  });
};

function put(into: object, place: Place, value: unknown): void {
  const [last, ...before] = [...place].reverse();
  let target: unknown = into;
  for (const key of before.reverse()) {
    target = typeof target === 'object' && target !== null ? (target as Record<string | number, unknown>)[key] : undefined;
  }
  if (typeof target === 'object' && target !== null && last !== undefined) {
    (target as Record<string | number, unknown>)[last] = value;
  }
}

function bodyOf({ described: { requestBody }, walk }: Operation, document: ApiDocument): fc.Arbitrary<string> {
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema ?? {};
  const values = [
    { weight: 3, arbitrary: described(schema, document) },
    ...(walk === undefined || placesOf(walk).length === 0 ? [] : [{ weight: 5, arbitrary: changed(walk) }]),
  ];
  const bodies = fc.oneof(...values).map((value) => JSON.stringify(value) ?? '');
  return fc.oneof({ weight: 9, arbitrary: bodies }, { weight: 1, arbitrary: fc.constantFrom(...hostileBodies) });
}

function formOf({ described: { requestBody } }: Operation): fc.Arbitrary<string> {
  const fields = Object.keys(requestBody?.content['application/x-www-form-urlencoded']?.schema?.properties ?? {});
  const field = fc.tuple(fc.constantFrom(...fields, 'other'), fc.oneof(hostileText, fc.constantFrom('question', 'dispute', 'hello', 'x:1', ':', 'x:99')));
  return fc.oneof({ weight: 9, arbitrary: fc.array(field, { maxLength: 6 }).map((pairs) => new URLSearchParams(pairs).toString()) }, fc.constantFrom('%', '%ff=%ff', '&&&==', 'text=%00',
    'x'.repeat(70_000)));
}

/** An address over 16 KiB is refused before anybody looks at it, so most stay below. */
const longestGiven = 1_500;

/** No lone surrogate: an address cannot hold one. */
const wellFormed = (value: string): string => Buffer.from(value, 'utf8').toString('utf8');

const written = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** Parts of the address: known ids, what a schema asks for, and what none does. Waiting is kept short. */
function queryOf({ described: { parameters = [] } }: Operation, document: ApiDocument): fc.Arbitrary<string> {
  const given = parameters.filter((each) => each.in === 'query').map(({ name, schema = {}, example }) => {
    const proper = name === 'wait' ? fc.constantFrom('0', '5') : described({ ...schema, ...(example === undefined ? {} : { example }) }, document).map(written);
    const odd = name === 'wait' ? fc.constantFrom('-1', 'x', '30001', '1e3', '') : hostileText;
    return maybe(fc.oneof({ weight: 4, arbitrary: proper }, { weight: 1, arbitrary: odd })).map((value) => (value === undefined ? [] : [[name, value] as const]));
  });
  const more = fc.oneof({ weight: 12, arbitrary: fc.constant([]) }, fc.tuple(hostileText, hostileText).map((pair) => [pair]));
  return fc.tuple(more, ...given).map((pairs) => {
    const query = new URLSearchParams(pairs.flat().map(([name, value]) => [name, value.slice(0, longestGiven)])).toString();
    // Nobody waits half a minute for a sequence that never comes.
    const waits = parameters.some(({ name }) => name === 'wait') && !/(^|&)wait=/.test(query) ? `${query === '' ? '' : '&'}wait=5` : '';
    return query === '' && waits === '' ? '' : `?${query}${waits}`;
  });
}

function pathOf({ path }: Operation, ids: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<string> {
  const parts = path.split('/').map((part) => {
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    if (name === undefined) return fc.constant(part);
    const known = ids[name] ?? [];
    const encoded = hostileText.map((value) => encodeURIComponent(wellFormed(value)));
    return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...known.map(encodeURIComponent), 'x') }, { weight: 1, arbitrary: fc.constantFrom(...hostileParts) }, { weight: 1,
      arbitrary: encoded });
  });
  return fc.tuple(...parts).map((all) => all.join('/'));
}

function headersOf({ described: { parameters = [] } }: Operation): fc.Arbitrary<Readonly<Record<string, string>>> {
  const named = parameters.filter((each) => each.in === 'header').map(({ name }) => fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1,
    arbitrary: hostileHeader.map((value) => [[name, value] as const]) }));
  return named.length === 0 ? fc.constant({}) : fc.tuple(...named).map((pairs) => Object.fromEntries(pairs.flat()));
}

/** Requests of one operation as its description has them, and as it does not. */
export function requestsOf(operation: Operation, document: ApiDocument, ids: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<Sent> {
  const form = operation.described.requestBody?.content['application/x-www-form-urlencoded'] !== undefined;
  const body = operation.method === 'GET' ? fc.constant(undefined) : form ? formOf(operation) : bodyOf(operation, document);
  return fc.tuple(pathOf(operation, ids), queryOf(operation, document), headersOf(operation), body).map(([path, query, headers, content]) => ({
    method: operation.method,
    address: path + query,
    headers: { ...(content === undefined ? {} : { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json' }), ...headers },
    ...(content === undefined ? {} : { body: content }),
  }));
}
