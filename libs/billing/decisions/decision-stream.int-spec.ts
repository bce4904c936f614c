import { EventCodec, type AppendOutcome, type EventOrigin, type EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { accept, eventDefinitions, refusal, refuse, type AccountHeld, type Decision } from '#ledger';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DecisionStream, type DecisionTiming } from './decision-stream';
import type { StreamFamily } from './folded-streams';
import { systemClock, systemTiming } from './system.adapter';

interface Holds {
  requests: string[];
}

const family: StreamFamily<Holds, AccountHeld> = {
  category: 'account',
  cachedStreams: 10,
  fold: {
    initial: () => ({ requests: [] }),
    evolve: (state, event) => {
      state.requests.push(event.data.requestId);
      return state;
    },
  },
};

const timing: DecisionTiming = systemTiming(systemClock);
const codec = new EventCodec({ definitions: eventDefinitions, ledgerId: 'ledger-1' });
let requests = 0;
/** Each request has its own correlation id, as at the edge. */
const origin = (): EventOrigin => ({ actor: 'a', commandId: 'c', correlationId: `request-${(requests += 1)}`, causationId: 'c', inputHash: 'v1:x' });

/** Holds the account once per request id: at most `holdsMax` of them. */
const hold =
  (requestId: string, holdsMax = 1000) =>
  (state: Holds): Decision<AccountHeld, number> => {
    const known = state.requests.indexOf(requestId);
    if (known >= 0) {
      return accept([], known);
    }
    if (state.requests.length >= holdsMax) {
      return refuse(refusal('conflict', 'TEST.FULL', 'full'));
    }
    const event: AccountHeld = { type: 'AccountHeld', data: { accountId: 'A', requestId, heldOn: '2010-12-01', reason: 'x' } };
    return accept([event], state.requests.length);
  };

describe('DecisionStream', () => {
  let folder: string;
  let store: EventStore;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'decisions-'));
    store = await openEmbeddedStore({ file: join(folder, 'events.db') });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const node = (over: EventStore = store): DecisionStream<Holds, AccountHeld> => new DecisionStream(family, over, codec, timing);

  const storedRequests = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const recorded of store.readStream('account-A')) {
      expect(recorded.revision).toBe(found.length);
      found.push((JSON.parse(recorded.data) as { requestId: string }).requestId);
    }
    return found;
  };

  it('appends the commands that wait together as few groups, and answers each with its own revision', async () => {
    let appends = 0;
    const counted: EventStore = { ...bound(store), append: (...args) => ((appends += 1), store.append(...args)) };
    const stream = node(counted);
    const outcomes = await Promise.all(Array.from({ length: 200 }, (_, index) => stream.decide('A', origin(), hold(`r${index}`))));
    expect(outcomes.map((outcome) => outcome.kind === 'accepted' && outcome.revision)).toEqual(Array.from({ length: 200 }, (_, index) => index));
    expect(appends).toBeLessThanOrEqual(3);
    expect(await storedRequests()).toHaveLength(200);
  });

  it('lets two nodes write the same stream without a gap, a repeat or a lost command', async () => {
    const [left, right] = [node(), node()];
    const all = Array.from({ length: 120 }, (_, index) => [left.decide('A', origin(), hold(`r${index}`)), right.decide('A', origin(), hold(`r${index}`))]);
    await Promise.all(all.flat());
    const stored = await storedRequests();
    expect(stored).toHaveLength(120);
    expect(new Set(stored).size).toBe(120);
  });

  it('does not refuse, or say "done already", on a state that another node has moved on', async () => {
    const [left, right] = [node(), node()];
    await left.decide('A', origin(), hold('first'));
    await right.decide('A', origin(), hold('second'));
    // What `left` remembers holds one request; the log holds two.
    const repeated = await left.decide('A', origin(), hold('second'));
    expect(repeated).toMatchObject({ kind: 'accepted', answer: 1, revision: null });
    expect(await left.decide('A', origin(), hold('third', 2))).toMatchObject({ kind: 'refused', refusal: { code: 'TEST.FULL' } });
    expect(await storedRequests()).toEqual(['first', 'second']);
  });

  it('assumes a new stream without reading, and finds out when it was wrong', async () => {
    await node().decide('A', origin(), hold('first'));
    expect(await node().decide('A', origin(), hold('first'), true)).toMatchObject({ kind: 'accepted', answer: 0, revision: null });
    expect(await node().decide('A', origin(), hold('second'), true)).toMatchObject({ kind: 'accepted', answer: 1, revision: 1 });
  });

  it('fails only the command whose decision throws', async () => {
    const stream = node();
    const good = stream.decide('A', origin(), hold('good'));
    const bad = stream.decide('A', origin(), () => {
      throw new Error('impossible');
    });
    const after = stream.decide('A', origin(), hold('after'));
    await expect(bad).rejects.toThrow('impossible');
    expect(await good).toMatchObject({ kind: 'accepted' });
    expect(await after).toMatchObject({ kind: 'accepted' });
    expect(await storedRequests()).toEqual(['good', 'after']);
  });

  it('sends the same frozen group again when the outcome is unknown, and writes it once', async () => {
    const lost: AppendOutcome = { kind: 'unknown', cause: new Error('the answer was lost') };
    let losing = 2;
    const lossy: EventStore = {
      ...bound(store),
      append: async (...args) => {
        const outcome = await store.append(...args);
        losing -= 1;
        return losing >= 0 ? lost : outcome;
      },
    };
    expect(await node(lossy).decide('A', origin(), hold('only'))).toMatchObject({ kind: 'accepted', revision: 0 });
    expect(await storedRequests()).toEqual(['only']);
  });

  it('says that the outcome is unknown when no answer comes before the deadline', async () => {
    const silent: EventStore = { ...bound(store), append: () => Promise.resolve({ kind: 'unknown', cause: new Error('no answer') }) };
    const impatient = new DecisionStream(family, silent, codec, { ...timing, deadlineMilliseconds: 50 });
    expect(await impatient.decide('A', origin(), hold('only'))).toMatchObject({ kind: 'unknown' });
  });
});

/** The store with its methods bound, so that a test can replace one of them. */
const bound = (store: EventStore): EventStore => ({
  description: store.description,
  append: store.append.bind(store),
  readStream: store.readStream.bind(store),
  readAll: store.readAll.bind(store),
  subscribeAll: store.subscribeAll.bind(store),
  close: store.close.bind(store),
});
