import type { EventCodec, EventOrigin, EventStore } from '#event-store';
import { accept, type Decision, type DomainEvent } from '#ledger';
import { DecisionGroup, type Outcome, type Waiting } from './decision-group';
import { FoldedStreams, type Folded, type StreamFamily } from './folded-streams';

export interface DecisionTiming {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Resolves after so many milliseconds; used between attempts only. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Between 0 and 1; spreads the attempts of several nodes. */
  readonly jitter: () => number;
  /** How long one command may take before its outcome is called unknown. */
  readonly deadlineMilliseconds: number;
}

interface Line<State, Event> {
  readonly waiting: Waiting<State, Event>[];
  running: boolean;
}

/** What a look appears as; it writes nothing, so none of this is ever stored. */
const looking: EventOrigin = { actor: 'query', commandId: 'query', correlationId: 'query', causationId: 'query', inputHash: 'query' };

/**
 * Decides commands on the streams of one family. Commands to one stream queue here and leave as one append with an
 * exact expected revision; a group in flight is frozen and blocks its stream until its outcome is known.
 *
 * No answer leaves before every event it was decided on is stored. A refusal, or "already done", is only given on a
 * state that was caught up with the log.
 */
export class DecisionStream<State, Event extends DomainEvent> {
  private readonly folded: FoldedStreams<State, Event>;
  private readonly lines = new Map<string, Line<State, Event>>();

  constructor(
    private readonly family: StreamFamily<State, Event>,
    private readonly store: EventStore,
    private readonly codec: EventCodec,
    private readonly timing: DecisionTiming,
  ) {
    this.folded = new FoldedStreams(family, store, codec, timing.now);
  }

  /**
   * Decides one command on the stream of `id`.
   *
   * @param assumeNew the stream is probably empty: decide on the initial state without reading; a conflict reads it.
   * @throws what `decide` throws: an impossible state stops that command loudly, the stream goes on.
   */
  decide<Answer>(
    id: string,
    origin: EventOrigin,
    decide: (state: State, revision: number) => Decision<Event, Answer>,
    assumeNew = false,
  ): Promise<Outcome<Answer>> {
    return new Promise((resolve, reject) => {
      const line = this.lines.get(id) ?? { waiting: [], running: false };
      this.lines.set(id, line);
      line.waiting.push({ decide, origin, settle: resolve as (outcome: Outcome<unknown>) => void, fail: reject });
      if (!line.running) {
        line.running = true;
        void this.drain(id, line, assumeNew);
      }
    });
  }

  /**
   * Looks at a folded stream. Without `ageMax` it is caught up with the log and everything in flight is stored;
   * with it, a state that was caught up at most so many milliseconds ago will do.
   */
  async query<View>(id: string, view: (state: State, revision: number) => View, ageMax = 0): Promise<View> {
    const cached = this.folded.cached(id);
    if (cached !== undefined && !this.lines.has(id) && this.timing.now() - cached.caughtUpAt < ageMax) {
      return view(cached.state, cached.revision);
    }
    const outcome = await this.decide(id, looking, (state, revision) => accept<Event, View>([], view(state, revision)));
    if (outcome.kind !== 'accepted') {
      throw new Error(`looking at ${this.family.category}-${id} was answered ${outcome.kind}`);
    }
    return outcome.answer;
  }

  /** Drops what is kept in memory: the log may say less of it by now. A stream in use just then is kept until its next command. */
  forget(): void {
    this.folded.forget();
  }

  private async drain(id: string, line: Line<State, Event>, assumeNew: boolean): Promise<void> {
    let assume = assumeNew;
    while (line.waiting.length > 0) {
      try {
        await this.decideGroup(id, line, assume);
      } catch (error) {
        this.folded.drop(id);
        for (const waiting of line.waiting.splice(0)) {
          waiting.fail(error);
        }
      }
      assume = false;
    }
    line.running = false;
    this.lines.delete(id);
  }

  /** Decides as many waiting commands as fit one group, appends it, and answers them. */
  private async decideGroup(id: string, line: Line<State, Event>, assumeNew: boolean): Promise<void> {
    const deadline = this.timing.now() + this.timing.deadlineMilliseconds;
    for (let attempt = 0; ; attempt += 1) {
      const cached = this.folded.cached(id);
      const assumed = cached === undefined && assumeNew && attempt === 0;
      const folded = cached ?? (assumed ? this.folded.empty() : await this.folded.load(id));
      const group = await this.collect(id, line, folded, cached === undefined && !assumed);
      const appended = await this.append(group, deadline);
      if (appended.kind === 'appended') {
        this.folded.keep(id, folded);
        this.tellStored(id, group, folded.state);
        group.settle(line.waiting.splice(0, group.attempts.length), appended.position);
        return;
      }
      // What was folded in is not what the log holds: start over from the log.
      this.folded.drop(id);
      if (appended.kind === 'unknown' || this.timing.now() > deadline) {
        const message = 'it is not known whether this was recorded; repeat it with the same key to find out';
        for (const waiting of line.waiting.splice(0, Math.max(1, group.attempts.length))) {
          waiting.settle({ kind: 'unknown', message });
        }
        return;
      }
      await this.timing.pause(Math.min(2 ** attempt, 100) * this.timing.jitter());
    }
  }

  /** Folds the decisions of waiting commands into `folded`, one after the other, until the group is full. */
  private async collect(
    id: string,
    line: Line<State, Event>,
    folded: Folded<State>,
    fresh: boolean,
  ): Promise<DecisionGroup<State, Event>> {
    const group = new DecisionGroup(this.family, this.codec, id, folded.revision);
    let caughtUp = fresh;
    for (let next = line.waiting[0]; next !== undefined && !group.isFull; next = line.waiting[group.attempts.length]) {
      let attempt = DecisionGroup.attempt(next, folded);
      if (!caughtUp && (attempt.kind !== 'accepted' || attempt.events.length === 0)) {
        // Only the log itself can say no, or "done already": a group in front leaves first, then we look.
        if (group.wire.length > 0) {
          break;
        }
        await this.folded.catchUp(id, folded);
        group.expected = folded.revision;
        caughtUp = true;
        attempt = DecisionGroup.attempt(next, folded);
      }
      if (!group.take(attempt, next.origin, folded)) {
        break;
      }
    }
    return group;
  }

  private async append(group: DecisionGroup<State, Event>, deadline: number): Promise<Appended> {
    if (group.wire.length === 0) {
      return { kind: 'appended', position: null };
    }
    const expected = group.expected < 0 ? 'no_stream' : group.expected;
    // A fact whose key is lost would say nothing any more: keys are on disk before what they sealed.
    if (this.codec.keys?.unsaved === true) await this.codec.keys.save();
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.store.append(group.stream, expected, group.wire);
      if (outcome.kind === 'appended') {
        const last = group.expected + group.wire.length;
        if (outcome.revision !== last) {
          throw new Error(`the append to ${group.stream} ended at revision ${outcome.revision}, not at ${last}`);
        }
        return { kind: 'appended', position: outcome.position };
      }
      if (outcome.kind === 'conflict' || this.timing.now() > deadline) {
        return outcome;
      }
      // The same frozen group again: if it is there already, the store says so.
      await this.timing.pause(Math.min(20 * 2 ** attempt, 1000) * this.timing.jitter());
    }
  }

  private tellStored(id: string, group: DecisionGroup<State, Event>, state: State): void {
    const { onStored } = this.family;
    if (onStored === undefined) {
      return;
    }
    group.events.forEach((event, index) => {
      const [eventId, inputHash] = [group.wire[index]?.id ?? '', group.inputHashes[index] ?? ''];
      onStored({ streamId: id, event, revision: group.expected + 1 + index, eventId, inputHash, state });
    });
  }
}

type Appended = { readonly kind: 'appended'; readonly position: string | null } | { readonly kind: 'conflict' } | { readonly kind: 'unknown' };
