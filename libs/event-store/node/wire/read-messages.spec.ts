import { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { LogEvent } from '../../embedded/stream-reader';
import { caughtUpMessage, checkpointMessage, confirmationMessage, eventMessage, lastPositionMessage, streamNotFoundMessage } from './read-messages';
import { uuidText } from './uuid';

const event: LogEvent = {
  number: 4_700_000_000_000,
  stream: 'größe-1',
  revision: 3_000_000_000,
  id: 'fedcba98-7654-4210-8765-432101234567',
  type: 'Gewogen€',
  createdAt: 1_767_225_600_123,
  data: `{"text":"${'ä'.repeat(200)}"}`,
  metadata: '\u0001//79',
};

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('a part of the message is missing');
  return value;
}

const eventIn = (message: Buffer): ReadResp.ReadEvent => required(decoded(message).getEvent());

const decoded = (message: Buffer): ReadResp => ReadResp.deserializeBinary(message);

describe('what is sent to readers', () => {
  it.each(['string', 'structured'] as const)('is what the generated messages read, with ids in %s form', (form) => {
    const link = { ...event, number: 128, revision: 0, type: '$>', data: '0@a', metadata: '', stream: 'links' };
    const message = eventIn(eventMessage({ event, link }, form));
    const recorded = required(message.getEvent());
    expect(message.getCommitPosition()).toBe('128');
    expect(required(recorded.getId()).hasStructured()).toBe(form === 'structured');
    expect(uuidText(recorded.getId(), 'the id')).toBe(event.id);
    expect(Buffer.from(required(recorded.getStreamIdentifier()).getStreamName_asU8()).toString()).toBe(event.stream);
    expect([recorded.getStreamRevision(), recorded.getCommitPosition(), recorded.getPreparePosition()]).toEqual([
      '3000000000', '4700000000000', '4700000000000',
    ]);
    expect(recorded.getMetadataMap().toObject()).toEqual(
      expect.arrayContaining([['type', 'Gewogen€'], ['content-type', 'application/json'], ['created', '17672256001230000']]),
    );
    expect(Buffer.from(recorded.getData_asU8()).toString()).toBe(event.data);
    expect([...recorded.getCustomMetadata_asU8()]).toEqual([255, 254, 253]);
    expect(required(message.getLink()).getStreamRevision()).toBe('0');
  });

  it('holds numbers of every size', () => {
    const sizes = [0, 1, 127, 128, 16_383, 16_384, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 35, 2 ** 49 + 5, Number.MAX_SAFE_INTEGER];
    for (const size of sizes) expect(decoded(lastPositionMessage(size)).getLastStreamPosition()).toBe(String(size));
    expect(decoded(lastPositionMessage(2 ** 63)).getLastStreamPosition()).toBe('9223372036854775807');
  });

  it('outgrows its buffer', () => {
    const large = { ...event, data: 'x'.repeat(300_000) };
    expect(decoded(eventMessage({ event: large, link: null }, 'string')).getEvent()?.getEvent()?.getData_asU8()).toHaveLength(300_000);
  });

  it('has the smaller messages too', () => {
    expect(decoded(confirmationMessage('s')).getConfirmation()?.getSubscriptionId()).toBe('s');
    expect(decoded(checkpointMessage(300)).getCheckpoint()?.toObject()).toEqual({ commitPosition: '300', preparePosition: '300' });
    expect(decoded(caughtUpMessage).hasCaughtUp()).toBe(true);
    const name = decoded(streamNotFoundMessage('none')).getStreamNotFound()?.getStreamIdentifier()?.getStreamName_asU8();
    expect(Buffer.from(name ?? []).toString()).toBe('none');
  });
});
