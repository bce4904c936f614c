import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore, EventToAppend } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { RandomHistory, TestLedger } from '../../../libs/read-models/testing';
import { oneByOne, oneTransaction, type WindowSize } from './append-windows';
import { allEvents, codecOf, keptEvents, reportBodies } from './compared-logs.test-kit';
import { copyLog, type CopyResult } from './copy-log';
import { surveySource } from './survey';

const ledgerId = 'test-ledger';
const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const event = (number: number, type: string, data: object): EventToAppend => ({ id: id(number), type, data: JSON.stringify(data), metadata: '{}' });
const nothing = (): void => undefined;

/** A store that dies at an append: what it was given then is lost. */
function mortal(store: EventStore, appendsLeft: number): EventStore {
  let left = appendsLeft;
  return new Proxy(store, {
    get: (target, name) => {
      if (name !== 'append') {
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      }
      return (...args: Parameters<EventStore['append']>) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('power cut')) : target.append(...args);
      };
    },
  });
}

describe('copying a log', () => {
  let folder: string;
  let source: TestLedger;
  const opened: EventStore[] = [];
  let made = 0;

  const empty = async (): Promise<EventStore> => {
    const store = await openEmbeddedStore({ file: join(folder, `target-${(made += 1)}.db`) });
    opened.push(store);
    return store;
  };
  const log = (store: EventStore) => ({ store, codec: codecOf(ledgerId) });
  const copy = async (from: EventStore, store: EventStore, window: WindowSize = oneTransaction): Promise<CopyResult> =>
    copyLog(log(from), await surveySource(log(from), nothing), { store, window }, nothing);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-copy-'));
    source = await TestLedger.open(ledgerId);
    const { events } = new RandomHistory(7).grow(70);
    await source.append(events.slice(0, 40));
    await source.store.append('orders-1', 'no_stream', [event(1, 'OrderPlaced', { n: 1 }), event(2, 'OrderPlaced', { n: 2 })]);
    await source.append(events.slice(40));
    await source.store.append('$$account-shop~ada', 'no_stream', [event(3, '$metadata', { $acl: { $r: '$all' } })]);
  });
  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await source.close();
    await rm(folder, { recursive: true });
  });

  it('keeps order, revisions, ids, content and recorded times, and leaves what is not the ledger’s', async () => {
    const survey = await surveySource(log(source.store), nothing);
    const kept = await keptEvents(source.store, ledgerId);
    expect(survey).toMatchObject({ events: kept.length, foreign: 3 });
    for (const window of [oneTransaction, oneByOne]) {
      const target = await empty();
      expect(await copy(source.store, target, window)).toEqual({ events: kept.length, foundThere: 0 });
      expect(await keptEvents(target, ledgerId)).toEqual(kept);
      expect(kept.every(({ isWhole }) => isWhole)).toBe(true);
      expect(await allEvents(target)).toHaveLength(kept.length);
    }
  });

  it('answers every report the same at every sequence', async () => {
    const target = await empty();
    await copy(source.store, target);
    const bodies = await reportBodies(target, ledgerId, 1);
    expect(bodies.length).toBeGreaterThan(300);
    expect(bodies).toEqual(await reportBodies(source.store, ledgerId, 1));
  });

  it('copies a copy to the letter, and a finished copy not again', async () => {
    const [first, second] = [await empty(), await empty()];
    const { events } = await copy(source.store, first);
    await copy(first, second);
    const written = (store: EventStore) => allEvents(store).then((all) => all.map(({ createdAt: _stamp, ...rest }) => rest));
    expect(await written(second)).toEqual(await written(first));
    expect(await copy(source.store, second)).toEqual({ events, foundThere: events });
  });

  it('goes on where it was interrupted, at whichever append', async () => {
    const kept = await keptEvents(source.store, ledgerId);
    let interrupted = 0;
    for (let appends = 0; ; appends += 9) {
      const target = await empty();
      const died = await copy(source.store, mortal(target, appends), oneByOne).then(() => null, (error: Error) => error.message);
      if (died === null) break;
      expect(died).toBe('power cut');
      interrupted += 1;
      const { foundThere } = await copy(source.store, target);
      expect(foundThere).toBeGreaterThanOrEqual(appends);
      expect(await keptEvents(target, ledgerId)).toEqual(kept);
    }
    expect(interrupted).toBeGreaterThan(5);
  });

  it('refuses a target with anything else in it', async () => {
    const target = await empty();
    await copy(source.store, target);
    await expect(copy(source.store, source.store)).rejects.toThrow(/holds this ledger itself, not a copy of it/);
    const other = await empty();
    await other.append('sale-1', 'no_stream', [event(9, 'SaleClosed', {})]);
    await expect(copy(source.store, other)).rejects.toThrow(/sale-1@0, which is no event of this ledger/);
    const beyond = codecOf(ledgerId).encode('account-new', 0, { type: 'AccountHeld', data: { accountId: 'x~y', requestId: 'r', heldOn: '2024-01-01', reason: 'r' } }, {
      actor: 'a', commandId: 'c', correlationId: 'c', causationId: 'c', inputHash: 'v1:x',
    });
    await target.append('account-new', 'no_stream', [beyond]);
    await expect(copy(source.store, target)).rejects.toThrow(/goes on beyond the source, with account-new@0/);
  });

  it('refuses a source that is not whole, before anything is written', async () => {
    const faults: readonly (readonly [stream: string, EventToAppend, RegExp])[] = [
      ['sale-1', event(1, 'SaleClosed', {}), /sale-1@0 "SaleClosed" is no event of this ledger/],
      ['$$payment-1', event(1, '$metadata', { $tb: 3 }), /payment-1 is cut before revision 3/],
      ['$$payment-1', event(1, '$metadata', { $maxCount: 1 }), /payment-1 keeps only its last 1 events/],
      ['$$payment-1', event(1, '$metadata', { $maxAge: 60 }), /payment-1 forgets events after 60 s/],
      ['sale-1', event(1, '$streamDeleted', {}), /sale-1 was deleted for ever/],
    ];
    for (const [stream, fault, message] of faults) {
      const faulty = await empty();
      await copy(source.store, faulty);
      await faulty.append(stream, 'no_stream', [fault]);
      await expect(surveySource(log(faulty), nothing)).rejects.toThrow(message);
    }
    const deleted = await empty();
    const softly = { ...event(1, '$metadata', {}), data: '{"$tb":9223372036854775807}' };
    await deleted.append('$$payment-1', 'no_stream', [softly]);
    await expect(surveySource(log(deleted), nothing)).rejects.toThrow(/payment-1 was deleted/);
    const gap = await empty();
    const [first, second] = (await allEvents(source.store)).filter(({ stream }) => stream === 'entity-shop');
    await gap.append('entity-shop', 'no_stream', [second!, first!]);
    await expect(surveySource(log(gap), nothing)).rejects.toThrow(/entity-shop@0 .* does not fit its content hash/);
  });

  it('says so when the source moved on meanwhile, and takes the rest the next time', async () => {
    const [moving, target] = [await empty(), await empty()];
    await copy(source.store, moving);
    const survey = await surveySource(log(moving), nothing);
    const late = { type: 'AccountHeld', data: { accountId: 'x~y', requestId: 'r', heldOn: '2024-01-01', reason: 'late' } };
    const origin = { actor: 'a', commandId: 'c', correlationId: 'c', causationId: 'c', inputHash: 'v1:x' };
    await moving.append('account-late', 'no_stream', [codecOf(ledgerId).encode('account-late', 0, late, origin)]);
    await expect(copyLog(log(moving), survey, { store: target, window: oneTransaction }, nothing)).rejects.toThrow(/source has moved on/);
    const { events } = await copy(moving, target);
    expect(events).toBe(survey.events + 1);
    expect(await keptEvents(target, ledgerId)).toEqual(await keptEvents(moving, ledgerId));
  });
});
