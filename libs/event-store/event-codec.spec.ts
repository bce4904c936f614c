import { Type } from '@sinclair/typebox';
import { defineEvent, eventDefinitions } from '#ledger';
import { EventCodec } from './event-codec';
import { SchemaViolation, UnknownEventType } from './errors';
import type { EventMetadata } from './envelope';
import type { EventToAppend, Position, RecordedEvent } from './port';

const closed = { additionalProperties: false };
const Noted1 = defineEvent('Noted', Type.Object({ text: Type.String() }, closed));
const Noted3 = defineEvent('Noted', Type.Object({ words: Type.Array(Type.String()), loud: Type.Boolean() }, closed), [
  ({ text }) => ({ words: String(text).split(' ') }),
  ({ words }) => ({ words, loud: false }),
]);
const origin = { actor: 'clerk', commandId: 'c-1', correlationId: 'r-1', causationId: 'r-0', inputHash: 'v1:00' };
const writer = new EventCodec({ definitions: [Noted1], ledgerId: 'ledger-1' });
const encode = (text = 'two words', revision = 4) => writer.encode('sale-7', revision, { type: 'Noted', data: { text } }, origin);

const recorded = (event: EventToAppend, change: Partial<RecordedEvent> = {}): RecordedEvent => ({
  ...event,
  stream: 'sale-7',
  revision: 4,
  position: '0'.repeat(32) as Position,
  createdAt: 1_700_000_000_000,
  ...change,
});

const changed = (event: EventToAppend, member: string, value: unknown): EventToAppend => ({
  ...event,
  metadata: JSON.stringify({ ...(JSON.parse(event.metadata) as EventMetadata), [member]: value }),
});

describe('encode', () => {
  it('makes the same event of the same content at the same place, and another one anywhere else', () => {
    expect(encode()).toEqual(encode());
    expect(new Set([encode(), encode('other'), encode('two words', 5)].map(({ id }) => id)).size).toBe(3);
  });

  it('writes the metadata the envelope asks for', () => {
    expect(JSON.parse(encode().metadata)).toEqual({
      schemaVersion: 1,
      $correlationId: 'r-1',
      $causationId: 'r-0',
      actor: 'clerk',
      commandId: 'c-1',
      ledgerId: 'ledger-1',
      inputHash: 'v1:00',
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it.each([
    [{ text: 7 }, '/text'],
    [{}, '/text'],
    [{ text: 'a', more: 1 }, '/more'],
  ])('refuses %j, naming the field', (data, field) => {
    const attempt = () => writer.encode('sale-7', 0, { type: 'Noted', data }, origin);
    expect(attempt).toThrow(SchemaViolation);
    expect(attempt).toThrow(`Noted${field}: `);
  });

  it('refuses a type that is not registered', () => {
    expect(() => writer.encode('sale-7', 0, { type: 'Unheard', data: {} }, origin)).toThrow(SchemaViolation);
  });

  it('compiles the schema of every event of the ledger', () => {
    expect(() => new EventCodec({ definitions: eventDefinitions, ledgerId: 'l' })).not.toThrow();
  });
});

describe('decode', () => {
  it('gives the event back with its envelope', () => {
    expect(writer.decode(recorded(encode()))).toMatchObject({
      stream: 'sale-7', revision: 4, type: 'Noted', data: { text: 'two words' }, recordedAt: 1_700_000_000_000, metadata: { actor: 'clerk' },
    });
  });

  it('lifts older versions step by step to the one of today', () => {
    const reader = new EventCodec({ definitions: [Noted3], ledgerId: 'ledger-1' });
    expect(reader.decode(recorded(encode()))?.data).toEqual({ words: ['two', 'words'], loud: false });
    const second = changed({ ...encode(), data: '{"words":["a"]}' }, 'schemaVersion', 2);
    expect(reader.decode(recorded(second))?.data).toEqual({ words: ['a'], loud: false });
  });

  it('takes the recorded time of a copy from its source', () => {
    const copied = changed(encode(), 'copy', { recordedAt: 5, sequence: 1 });
    expect(writer.decode(recorded(copied))?.recordedAt).toBe(5);
  });

  it.each([
    ['another ledger', recorded(changed(encode(), 'ledgerId', 'ledger-2'))],
    ['a link', recorded(encode(), { type: '$>' })],
    ['a system stream', recorded(encode(), { stream: '$$sale-7' })],
    ['a stream outside the grammar', recorded(encode(), { stream: 'orders-1' })],
    ['metadata that is no JSON', recorded({ ...encode(), metadata: '"ledgerId' })],
    ['a ledger id deeper inside', recorded({ ...encode(), metadata: '{"schemaVersion":1,"x":{"ledgerId":"ledger-1"}}' })],
  ])('passes over %s', (_, event) => {
    expect(writer.decode(event)).toBeNull();
    expect(writer.isOwn(event)).toBe(false);
  });

  it('stops at an own event of a newer program', () => {
    expect(() => writer.decode(recorded({ ...encode(), type: 'Unheard' }))).toThrow(UnknownEventType);
    expect(() => writer.decode(recorded(changed(encode(), 'schemaVersion', 2)))).toThrow(UnknownEventType);
  });
});

describe('verifyContentHash', () => {
  const event = encode();

  it('holds for what was written, also as a copy, and with its JSON written another way', () => {
    expect(writer.verifyContentHash(recorded(event))).toBe(true);
    expect(writer.verifyContentHash(recorded(changed(event, 'copy', { recordedAt: 5, sequence: 1 })))).toBe(true);
    expect(writer.verifyContentHash(recorded({ ...event, data: '{ "text": "two\\u0020words" }' }))).toBe(true);
  });

  const planted: [string, RecordedEvent][] = [
    ['stream', recorded(event, { stream: 'sale-8' })],
    ['revision', recorded(event, { revision: 5 })],
    ['id', recorded(event, { id: encode('other').id })],
    ['type', recorded(event, { type: 'Notes' })],
    ['data', recorded({ ...event, data: '{"text":"two word"}' })],
    ['data with a fraction', recorded({ ...event, data: '{"text":0.5}' })],
  ];
  for (const member of ['schemaVersion', '$correlationId', '$causationId', 'actor', 'commandId', 'inputHash', 'contentHash', 'added']) {
    planted.push([member, recorded(changed(event, member, member === 'schemaVersion' ? 2 : 'planted'))]);
  }

  it.each(planted)('finds a planted change of the %s', (_, change) => {
    expect(writer.verifyContentHash(change)).toBe(false);
  });
});
