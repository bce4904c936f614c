import type { StoredEvent } from '#event-store';
import { streamId } from '#ledger';
import type { Lease, WebhookEndpointRecord, WebhookPlace } from '#read-models';
import { changeOf, type EndpointFactsParts } from './endpoint-facts';
import { CursorMoved, EndpointGone, EndpointSender, type SenderParts } from './endpoint-sender';
import { restoredEnd } from './webhook-log';

export interface DispatcherParts extends SenderParts {
  /** Which of the processes on one ledger sends. Two at once, for a moment, send some facts twice and lose none. */
  readonly lease: Lease;
  readonly sequenceOf: EndpointFactsParts['sequenceOf'];
  /** The endpoint answered that it takes nothing any more: puts that on record. */
  readonly onGone: (endpointId: string) => Promise<void>;
  /** Told what stands in the way; holds no secret. */
  readonly onTrouble: (message: string) => void;
}

interface Running {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

const filter = { typePrefixes: ['Webhook'] };
const firstPauseMs = 250;
const longestPauseMs = 60_000;

/** Sends the facts of a ledger to every endpoint, each on its own, for as long as this process holds the lease. */
export class WebhookDispatcher {
  private readonly stopping = new AbortController();
  private readonly running = new Map<string, Running>();
  private leading: Promise<void> | null = null;

  constructor(private readonly parts: DispatcherParts) {}

  start(): void {
    this.leading ??= this.lead();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.leading;
  }

  private async lead(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; ) {
      const term = await this.parts.lease.acquire(signal);
      if (term === null) {
        return;
      }
      try {
        await this.follow(AbortSignal.any([signal, term.lost]));
        failures = 0;
      } catch (error) {
        this.parts.onTrouble(`webhooks are not sent for now: ${messageOf(error)}`);
        failures += 1;
      } finally {
        await this.stopAll();
        await term.release();
      }
      await this.pause(failures, signal);
    }
  }

  /** Runs the endpoints there are, and takes every fact about them. */
  private async follow(signal: AbortSignal): Promise<void> {
    const { store, log } = this.parts;
    for (const { endpointId } of await store.endpoints()) {
      await this.restart(endpointId, signal);
    }
    const place = await this.standing(await store.place());
    for await (const part of log.store.subscribeAll(place, { filter, signal })) {
      for (const recorded of part.kind === 'events' ? part.events : []) {
        const stored = log.codec.decode(recorded);
        if (stored !== null) {
          await this.take(stored, signal);
        }
      }
    }
  }

  private async take(stored: StoredEvent, signal: AbortSignal): Promise<void> {
    const { log, store, timing, sequenceOf } = this.parts;
    const endpointId = streamId(stored.stream);
    const change = await changeOf(stored, { log, now: timing.now, sequenceOf });
    // Nobody moves the cursor while a fact moves it.
    await this.stopOne(endpointId);
    const { position, stream, revision } = stored;
    await store.apply({ position, stream, revision }, change);
    await this.restart(endpointId, signal);
  }

  private async restart(endpointId: string, signal: AbortSignal): Promise<void> {
    await this.stopOne(endpointId);
    const stop = new AbortController();
    const done = this.send(endpointId, AbortSignal.any([signal, stop.signal]));
    this.running.set(endpointId, { stop, done });
  }

  /** Sends until the signal; what goes wrong is tried again, later each time. */
  private async send(endpointId: string, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        const endpoint = await this.found(endpointId);
        if (endpoint === null || endpoint.standing !== 'active') {
          return;
        }
        await new EndpointSender(endpoint, this.parts).run(signal);
      } catch (error) {
        await this.trouble(endpointId, error);
      }
      await this.pause(failures, signal);
    }
  }

  private async found(endpointId: string): Promise<WebhookEndpointRecord | null> {
    const { store, log, onTrouble } = this.parts;
    const endpoint = await store.endpoint(endpointId);
    const end = endpoint === null ? null : await restoredEnd(log, endpoint.cursor);
    if (end === null) {
      return endpoint;
    }
    onTrouble(`webhook endpoint ${endpointId} was told of facts that the log no longer holds: it goes on after sequence ${end}`);
    await store.setBack(endpointId, end + 1);
    return store.endpoint(endpointId);
  }

  private async trouble(endpointId: string, error: unknown): Promise<void> {
    if (error instanceof CursorMoved) {
      return;
    }
    if (!(error instanceof EndpointGone)) {
      this.parts.onTrouble(`webhook endpoint ${endpointId} is not sent to for now: ${messageOf(error)}`);
      return;
    }
    // The fact of it ends this sending; until it is on record the endpoint is asked again, later each time.
    await this.parts.onGone(endpointId).catch((failure: unknown) => this.parts.onTrouble(`webhook endpoint ${endpointId} is gone, which could not be recorded: ${messageOf(failure)}`));
  }

  private async pause(failures: number, signal: AbortSignal): Promise<void> {
    const { timing } = this.parts;
    await timing.sleepUntil(timing.now() + Math.min(firstPauseMs * 2 ** failures, longestPauseMs), signal);
  }

  private async stopOne(endpointId: string): Promise<void> {
    const running = this.running.get(endpointId);
    this.running.delete(endpointId);
    running?.stop.abort();
    await running?.done;
  }

  private async stopAll(): Promise<void> {
    await Promise.all([...this.running.keys()].map((endpointId) => this.stopOne(endpointId)));
  }

  /** A copied or restored log has places of its own; then all facts about endpoints are taken again. */
  private async standing(place: WebhookPlace | null): Promise<WebhookPlace['position'] | null> {
    if (place === null) {
      return null;
    }
    for await (const { position } of this.parts.log.store.readStream(place.stream, { from: place.revision, maxCount: 1 })) {
      return position === place.position ? position : null;
    }
    return null;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
