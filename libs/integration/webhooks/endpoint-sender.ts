import type { WebhookDeliveryRecord, WebhookEndpointRecord, WebhookStore } from '#read-models';
import { attemptDelivery, type AttemptOutcome } from './attempt-delivery';
import { afterAttempt, waitingDelivery } from './waiting-delivery';
import { CursorWindow, type Passage } from './cursor-window';
import type { SendRule } from './send-delivery';
import { followFacts, type Fact, type WebhookLog } from './webhook-log';
import { Alarm, type WebhookTiming } from './webhook-timing';

export interface SenderParts {
  readonly log: WebhookLog;
  readonly store: WebhookStore;
  readonly timing: WebhookTiming;
  readonly rule: SendRule;
}

/** Deliveries under way to one endpoint at a time: new ones, and ones sent again. */
const newAtOnce = 8;
const againAtOnce = 4;
/** Facts between the cursor and what was read last. */
const windowMax = 64;
/** Facts that wait for an endpoint before reading on waits for it too. */
const waitingMax = 1_000;
const lookAgainMs = 1_000;
const longestSleepMs = 60_000;
const graceMs = 1_000;

/** The endpoint answered that it takes nothing any more. */
export class EndpointGone extends Error {}

/** The cursor was set back by another process: what is read here no longer counts. */
export class CursorMoved extends Error {}

/**
 * Sends one endpoint its facts, from its cursor on. Nothing of it is shared with another endpoint: a slow one holds up
 * itself alone. A fact is passed once it was delivered or is kept to be sent again, both written in the transaction
 * that moves the cursor; after a crash the facts in between are sent a second time, under the same id.
 */
export class EndpointSender {
  private readonly window = new CursorWindow();
  private readonly alarm = new Alarm();
  private readonly underWay = new Set<Promise<void>>();
  /** Per stream: the last new delivery, for endpoints that keep the order. False: it was not delivered. */
  private readonly tails = new Map<string, Promise<boolean>>();
  private waiting = 0;
  private writing: Promise<void> = Promise.resolve();
  private readonly cutting = new AbortController();

  constructor(
    private readonly endpoint: WebhookEndpointRecord,
    private readonly parts: SenderParts,
  ) {}

  /**
   * Returns on abort.
   *
   * @throws EndpointGone, CursorMoved, or what a store threw: begin anew from what is written.
   */
  async run(signal: AbortSignal): Promise<void> {
    await this.untilSecret(signal);
    this.waiting = await this.parts.store.count(this.id, 'waiting');
    const ending = new AbortController();
    const either = AbortSignal.any([signal, ending.signal]);
    const grace = this.cutAfter(either);
    const end = (error: unknown): never => {
      ending.abort();
      throw error;
    };
    const both = await Promise.allSettled([this.sendNew(either).catch(end), this.sendAgain(either).catch(end)]);
    await Promise.allSettled([...this.underWay]);
    await this.writing.catch(() => undefined);
    grace.clear();
    const failed = both.find((one) => one.status === 'rejected');
    if (failed !== undefined && !signal.aborted) {
      throw failed.reason instanceof Error ? failed.reason : new Error(String(failed.reason));
    }
  }

  private get cut(): AbortSignal {
    return this.cutting.signal;
  }

  /** What is under way when sending stops may end within a moment; after that it is cut off. */
  private cutAfter(stop: AbortSignal): { readonly clear: () => void } {
    let timer: NodeJS.Timeout | undefined;
    const stopped = (): void => {
      timer = setTimeout(() => this.cutting.abort(), graceMs);
    };
    stop.addEventListener('abort', stopped, { once: true });
    return {
      clear: () => {
        stop.removeEventListener('abort', stopped);
        clearTimeout(timer);
      },
    };
  }

  private get id(): string {
    return this.endpoint.endpointId;
  }

  private get perStream(): boolean {
    return this.endpoint.settings.order === 'per-stream';
  }

  /** An endpoint whose secret is not there yet, or was lost, is sent nothing. */
  private async untilSecret(signal: AbortSignal): Promise<void> {
    const { store, timing } = this.parts;
    while (!signal.aborted && (await store.secrets(this.id, timing.now())).length === 0) {
      await timing.sleepUntil(timing.now() + lookAgainMs / 4, signal);
    }
  }

  private async sendNew(signal: AbortSignal): Promise<void> {
    const failing = new AbortController();
    const either = AbortSignal.any([signal, failing.signal]);
    const failures: Error[] = [];
    const fail = (error: Error): void => {
      failures.push(error);
      failing.abort();
    };
    for await (const facts of followFacts(this.parts.log, this.endpoint.cursor, either)) {
      for (const fact of facts) {
        if (!this.wants(fact)) {
          this.window.add({ fact, end: { kind: 'passed' } });
          continue;
        }
        await this.room(either);
        if (either.aborted) {
          break;
        }
        this.begin(fact, fail);
      }
      if (either.aborted) {
        break;
      }
      await this.settle();
    }
    const [failure] = failures;
    if (failure !== undefined) {
      throw failure;
    }
  }

  private wants({ stored }: Fact): boolean {
    const { eventTypes } = this.endpoint.settings;
    return eventTypes.length === 0 || eventTypes.includes(stored.type);
  }

  /** Waits until one more delivery may be under way. */
  private async room(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (this.underWay.size >= newAtOnce || this.window.size >= windowMax)) {
      await Promise.race([...this.underWay]);
    }
    while (!signal.aborted && this.waiting >= waitingMax) {
      await this.settle();
      await this.parts.timing.sleepUntil(this.parts.timing.now() + lookAgainMs, signal);
      this.waiting = await this.parts.store.count(this.id, 'waiting');
    }
  }

  private begin(fact: Fact, fail: (error: Error) => void): void {
    const passage: Passage = { fact, end: null };
    this.window.add(passage);
    const before = this.perStream ? this.tails.get(fact.stored.stream) : undefined;
    const sent = this.deliver(passage, before);
    const flight: Promise<void> = sent
      .then(() => this.settle())
      .catch(fail)
      .finally(() => {
        this.underWay.delete(flight);
        if (this.tails.get(fact.stored.stream) === sent) {
          this.tails.delete(fact.stored.stream);
        }
      });
    this.underWay.add(flight);
    if (this.perStream) {
      this.tails.set(fact.stored.stream, sent);
    }
  }

  /** @returns whether the receiver took it. */
  private async deliver(passage: Passage, before: Promise<boolean> | undefined): Promise<boolean> {
    const { fact } = passage;
    if (await this.mustWait(fact, before)) {
      passage.end = { kind: 'waiting', delivery: waitingDelivery(fact, this.parts.timing.now(), null) };
      return false;
    }
    const outcome = await this.attempt(fact, 1);
    if (outcome.verdict.kind === 'delivered') {
      passage.end = { kind: 'delivered' };
      return true;
    }
    passage.end = { kind: 'waiting', delivery: waitingDelivery(fact, this.parts.timing.now(), outcome) };
    if (outcome.verdict.kind === 'gone') {
      await this.settle();
      throw new EndpointGone(outcome.failure ?? '');
    }
    return false;
  }

  private async mustWait({ stored }: Fact, before: Promise<boolean> | undefined): Promise<boolean> {
    if (!this.perStream) {
      return false;
    }
    const tookEarlier = (await before?.catch(() => false)) ?? true;
    if (!tookEarlier || this.window.keepsWaiting(stored.stream)) {
      return true;
    }
    // What has just left the window may not be in the store yet.
    await this.writing;
    return this.waiting > 0 && this.parts.store.isHeld(this.id, stored.stream);
  }

  private async attempt(fact: Fact, made: number): Promise<AttemptOutcome> {
    const { store, timing, rule, log } = this.parts;
    const secrets = await store.secrets(this.id, timing.now());
    if (secrets.length === 0) {
      throw new Error('its secrets are gone');
    }
    const outcome = await attemptDelivery(fact, { settings: this.endpoint.settings, secrets, made }, { ledgerId: log.ledgerId, rule: { ...rule, cut: this.cut }, timing });
    if (this.cut.aborted && outcome.verdict.kind !== 'delivered') {
      // Cut off by us: it is no failure of the endpoint, and is sent again when sending goes on.
      throw new Error('sending was stopped');
    }
    return outcome;
  }

  /** Writes how far it is; one writing at a time, in order. */
  private settle(): Promise<void> {
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  private async write(): Promise<void> {
    const settled = this.window.settle();
    if (settled === null) {
      return;
    }
    const { last, delivered, waiting } = settled;
    const { position, stream, revision } = last.stored;
    const cursor = { sequence: last.sequence, at: { position, stream, revision } };
    const counted = await this.parts.store.progress(this.id, { epoch: this.endpoint.epoch, cursor, waiting, delivered, at: this.parts.timing.now() });
    if (!counted) {
      throw new CursorMoved(this.id);
    }
    this.waiting += waiting.length;
    if (waiting.length > 0) {
      this.alarm.ring();
    }
  }

  private async sendAgain(signal: AbortSignal): Promise<void> {
    const { store, timing } = this.parts;
    while (!signal.aborted) {
      const due = await store.due(this.id, timing.now(), { limit: againAtOnce, perStream: this.perStream });
      if (due.length > 0) {
        await Promise.all(due.map((delivery) => this.again(delivery)));
        continue;
      }
      const next = await store.nextDue(this.id, this.perStream);
      await this.alarm.sleepUntil(Math.min(next ?? Number.POSITIVE_INFINITY, timing.now() + longestSleepMs), timing, signal);
    }
  }

  private async again(delivery: WebhookDeliveryRecord): Promise<void> {
    const { store, timing } = this.parts;
    const fact = await this.factOf(delivery);
    if (fact === null) {
      return store.failed(this.id, { ...delivery, state: 'dead', failedAt: timing.now(), failure: 'the fact does not stand in the log any more' });
    }
    const made = delivery.attempts + 1;
    const outcome = await this.attempt(fact, made);
    if (outcome.verdict.kind === 'delivered') {
      await store.delivered(this.id, delivery.sequence, outcome.at);
    } else {
      await store.failed(this.id, { ...delivery, ...afterAttempt(outcome, made) });
    }
    if (outcome.verdict.kind === 'gone') {
      throw new EndpointGone(outcome.failure ?? '');
    }
    if (outcome.verdict.kind !== 'retry') {
      this.waiting = Math.max(0, this.waiting - 1);
    }
  }

  private async factOf({ stream, revision, sequence, eventId }: WebhookDeliveryRecord): Promise<Fact | null> {
    for await (const recorded of this.parts.log.store.readStream(stream, { from: revision, maxCount: 1 })) {
      const stored = recorded.id === eventId ? this.parts.log.codec.decode(recorded) : null;
      return stored === null ? null : { sequence, stored };
    }
    return null;
  }
}
