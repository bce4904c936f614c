import { binaryEvent, jsonEvent } from '@eventstore/db-client';
import { note, type WireBench } from './bench';
import type { WireEvent } from './read-call';
import { eventsIn } from './reading-rules';
import type { EventOf } from './write-calls';

const json = 'application/json';
const octets = 'application/octet-stream';
const everyByte = Buffer.from(Array.from({ length: 256 }, (_, value) => value));

/** That what was written comes back: every byte of data and metadata, whatever it is, and every name. */
export function contentRules(bench: () => WireBench): void {
  const roundTrip = async (event: EventOf): Promise<WireEvent> => {
    const stream = bench().stream();
    await bench().bare.append({ stream, expected: 'no_stream', events: [event] });
    return eventsIn(await bench().bare.read({ stream }))[0] as WireEvent;
  };

  it.each([
    ['an object', '{"a":1}'],
    ['its spaces and its large and its odd numbers', '{ "a" : 1.0,\n\t"b":9007199254740993, "c": -0, "a": 1e400 }'],
    ['text in every script', '{"text":"Grüße, 日本, 😀, \\u0000, \\ud800"}'],
    ['a bare value', '"text"'],
    ['null', 'null'],
    ['nothing', ''],
    ['what is no JSON', 'no JSON {'],
    ['what begins with a control character', '\u0001AAAA'],
    ['what begins with another', '\u0002e30='],
    ['a byte order mark', '\ufeff{"a":1}'],
    ['a NUL', '{"a":"\u0000"}'],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['half of a character', Buffer.from([0x22, 0xf0, 0x9f])],
  ])('keeps %s as JSON content', async (_, data) => {
    await expect(roundTrip({ contentType: json, data })).resolves.toMatchObject({ contentType: json, data: Buffer.from(data) });
  });

  it.each([
    ['every byte', everyByte],
    ['nothing', Buffer.alloc(0)],
    ['JSON', Buffer.from('{"a":1}')],
    ['plain text', Buffer.from('text')],
  ])('keeps %s as binary content', async (_, data) => {
    await expect(roundTrip({ contentType: octets, data })).resolves.toMatchObject({ contentType: octets, data });
  });

  it.each([
    ['JSON', Buffer.from('{ "actor": "Zoë" }')],
    ['every byte', everyByte],
    ['nothing', Buffer.alloc(0)],
    ['a control character', Buffer.from('\u0001')],
    ['text', Buffer.from('by hand')],
  ])('keeps metadata that is %s, beside JSON and beside binary content', async (_, metadata) => {
    for (const contentType of [json, octets]) {
      await expect(roundTrip({ contentType, metadata })).resolves.toMatchObject({ contentType, metadata });
    }
  });

  it('takes any other content type for binary content', async () => {
    for (const contentType of ['text/plain', 'application/JSON', '']) {
      await expect(roundTrip({ contentType, data: '{"a":1}' })).resolves.toMatchObject({ contentType: octets, data: Buffer.from('{"a":1}') });
    }
  });

  it('says when an event was recorded, in ticks since 1970', async () => {
    const { created } = await roundTrip({});
    expect(created).toMatch(/^\d+$/);
    const hoursOff = Math.abs(Number(BigInt(created) / 10_000n) - Date.now()) / 3_600_000;
    expect(hoursOff).toBeLessThan(24);
  });

  it('reaches the official client as it was sent by it', async () => {
    const stream = bench().stream();
    const data = { text: 'Grüße 日本 😀', list: [1, 'two', { three: 3 }] };
    await bench().client.appendToStream(stream, [
      jsonEvent({ type: 'WithMetadata', data, metadata: { $correlationId: 'c1', actor: 'Zoë' } }),
      jsonEvent({ type: 'Bare', data }),
      binaryEvent({ type: 'Bytes', data: everyByte, metadata: new Uint8Array([0, 1, 255]) }),
    ]);
    const [first, second, third] = (await bench().read(stream)).map(({ event }) => event);
    expect(first).toMatchObject({ isJson: true, type: 'WithMetadata', data, metadata: { $correlationId: 'c1', actor: 'Zoë' } });
    expect(second).toMatchObject({ isJson: true, data, metadata: undefined });
    expect(third?.isJson).toBe(false);
    expect(Buffer.from(third?.data as Uint8Array).equals(everyByte)).toBe(true);
    expect(Buffer.from(third?.metadata as unknown as Uint8Array)).toEqual(Buffer.from([0, 1, 255]));
    expect(first?.created.getFullYear()).toBeGreaterThan(2000);
  });

  it('reaches the official client as a text when it is no JSON', async () => {
    const stream = bench().stream();
    await bench().bare.append({ stream, expected: 'any', events: [{ data: 'no JSON {' }] });
    expect((await bench().read(stream))[0]?.event).toMatchObject({ isJson: true, data: 'no JSON {' });
  });

  it.each(['with space', 'a/b?c=d&e#f', 'Größe-日本-😀', '%41', "it's @home", 'a'.repeat(300), 'tab\tand\nline', 'back\\slash', '_%'])(
    'keeps a stream called %j apart from all others, in reads and subscriptions',
    async (hint) => {
      const stream = bench().stream(hint);
      const event = note(`Type ${hint}`);
      await bench().client.appendToStream(stream, event, { expectedRevision: 'no_stream' });
      expect((await bench().read(stream))[0]?.event).toMatchObject({ streamId: stream, id: event.id, type: event.type });
      const follower = bench().bare.subscribe({ filter: { on: 'stream', prefixes: [stream] } });
      await follower.until('the event', ({ messages }) => eventsIn(messages).some(({ id }) => id === event.id));
      follower.cancel();
    },
  );

  it('tells names apart that differ in case, in composition or in a trailing space', async () => {
    const stream = bench().stream('é');
    for (const other of [stream, stream.toUpperCase(), stream.normalize('NFD'), `${stream} `]) {
      await expect(bench().client.appendToStream(other, note(), { expectedRevision: 'no_stream' })).resolves.toMatchObject({ nextExpectedRevision: 0n });
    }
  });
}
