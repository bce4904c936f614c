import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import { asyncApi, broken, cloudEvent, eventSchema, exampleOf, type JsonSchema } from '#integration';
import { eventDefinitions } from '#ledger';
import { contractFiles, contractFolder, currentSchemas, versionName } from './contract-files';

const root = join(__dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, contractFolder, path), 'utf8');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
const released = JSON.parse(read('released.json')) as Record<string, JsonSchema>;

describe('the public contract', () => {
  test('in the repository is what the registry gives: npm run docs:contract writes it', () => {
    const files = contractFiles(version);
    const stale = [...files].filter(([path, text]) => !existsSync(join(root, contractFolder, path)) || read(path) !== text).map(([path]) => path);
    expect(stale).toEqual([]);
    // A released version of a type stays described for as long as its facts are in logs.
    const known = new Set([...files.keys(), ...Object.keys(released).map((name) => `events/${name}.json`)]);
    expect(readdirSync(join(root, contractFolder, 'events')).filter((name) => !known.has(`events/${name}`))).toEqual([]);
  });

  test('takes nothing away within a version that was released', () => {
    const current = currentSchemas();
    const problems = Object.entries(released).flatMap(([name, schema]) => (current.has(name) ? broken(schema, current.get(name)!).map((problem) => name + problem) : []));
    expect(problems).toEqual([]);
    expect([...current.keys()].filter((name) => released[name] === undefined)).toEqual([]);
  });

  test('has no version fewer than were released', () => {
    const latest = new Map(eventDefinitions.map(({ type, version: now }) => [type as string, now]));
    for (const name of Object.keys(released)) {
      const [, type = '', number = ''] = /^(\w+)\.v(\d+)$/.exec(name) ?? [];
      expect([name, (latest.get(type) ?? 0) >= Number(number)]).toEqual([name, true]);
    }
  });

  test.each(eventDefinitions.map((definition) => [versionName(definition), definition] as const))('%s has an example that fits both its schemas', (_name, definition) => {
    const example = exampleOf(JSON.parse(JSON.stringify(definition.schema)) as JsonSchema);
    for (const schema of [definition.schema as object, eventSchema(definition)]) {
      const validate = new Ajv2020({ strict: false }).compile(schema);
      expect([validate(example), validate.errors]).toEqual([true, null]);
    }
  });

  test('is an AsyncAPI document', () => {
    const specification = JSON.parse(readFileSync(require.resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json'), 'utf8')) as object;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(specification);
    expect([validate(asyncApi(eventDefinitions, version)), validate.errors]).toEqual([true, null]);
    expect(validate({ ...asyncApi(eventDefinitions, version), channels: { feed: { address: 1 } } })).toBe(false);
  });

  test('marks what is personal, and asks for nothing in it', () => {
    const inquiry = eventSchema(eventDefinitions.find(({ type }) => type === 'InquiryReceived')!);
    expect(inquiry.properties?.['personal']).toMatchObject({ 'x-personal': true, properties: { text: { type: 'string', 'x-personal': true } } });
    const validate = new Ajv2020({ strict: false }).compile(inquiry);
    expect(validate({ inquiryId: 'Q', accountId: 'UK~1', kind: 'question', receivedOn: '2026-01-01', via: 'phone', personal: { text: '' } })).toBe(true);
  });
});

describe('the check of what is additive', () => {
  const before: JsonSchema = {
    type: 'object',
    properties: {
      id: { type: 'string', maxLength: 10 },
      kind: { type: 'string', enum: ['a', 'b'] },
      note: { type: 'string' },
      lines: { type: 'array', items: { type: 'object', properties: { amount: { type: 'string' } }, required: ['amount'] } },
    },
    required: ['id', 'kind'],
  };
  const changed = (change: (schema: { properties: Record<string, JsonSchema>; required: string[] }) => void): string[] => {
    const after = structuredClone(before) as unknown as { properties: Record<string, JsonSchema>; required: string[] };
    change(after);
    return broken(before, after);
  };

  test.each<[string, (schema: { properties: Record<string, JsonSchema>; required: string[] }) => void]>([
    ['a field that may be absent', ({ properties }) => void (properties['more'] = { type: 'string' })],
    ['another word', ({ properties }) => void (properties['kind'] = { type: 'string', enum: ['a', 'b', 'c'] })],
    ['nothing', () => undefined],
  ])('passes %s', (_what, change) => {
    expect(changed(change)).toEqual([]);
  });

  test.each<[string, (schema: { properties: Record<string, JsonSchema>; required: string[] }) => void, string]>([
    ['a field that is gone', ({ properties }) => void delete properties['note'], '/note: is gone'],
    ['a new field that is required', ({ properties, required }) => { properties['more'] = { type: 'string' }; required.push('more'); }, '/more: is new or was optional, and is required'],
    ['a field that was always there and may be absent', ({ required }) => void required.pop(), '/kind: was always there and may be absent'],
    ['a word that is gone', ({ properties }) => void (properties['kind'] = { type: 'string', enum: ['a'] }), '/kind: no longer "b"'],
    ['another type', ({ properties }) => void (properties['note'] = { type: 'integer' }), '/note: type was "string" and is "integer"'],
    ['another length', ({ properties }) => void (properties['id'] = { type: 'string', maxLength: 5 }), '/id: maxLength was 10 and is 5'],
    ['something inside a list', ({ properties }) => void (properties['lines'] = { type: 'array', items: { type: 'object', properties: {}, required: [] } }), '/lines[]/amount: is gone'],
    ['a list that is none any more', ({ properties }) => void (properties['lines'] = { type: 'array' }), '/lines: is a list, or no longer one'],
  ])('finds %s', (_what, change, problem) => {
    expect(changed(change)).toContain(problem);
  });
});

test('a CloudEvent carries what the specification asks for, and says where its schema is', () => {
  const fed = {
    sequence: 7,
    id: '3a1c7a4e-8f3a-5d0e-9a64-0b8f6e2d4c11',
    type: 'InvoiceIssued',
    stream: 'invoices-UK',
    revision: 0,
    recordedAt: '2010-12-01T08:26:00.000Z',
    actor: 'shop',
    commandId: 'c',
    correlationId: 'c',
    causationId: 'c',
    schemaVersion: 1,
    data: { a: 1 },
  };
  const event = cloudEvent(fed, 'L');
  expect(event).toMatchObject({
    specversion: '1.0', id: fed.id, source: 'urn:daybook:ledger:L', type: 'daybook.InvoiceIssued.v1', subject: 'invoices-UK', time: fed.recordedAt, sequence: '7',
    datacontenttype: 'application/json', dataschema: 'urn:daybook:event:InvoiceIssued:v1', data: { a: 1 },
  });
  // Names of context attributes are lower-case letters and digits, at most twenty of them.
  for (const name of Object.keys(event)) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
});
