import { Worker } from 'node:worker_threads';
import { compiledFile } from '../compiled-file';
import type { AppendAnswer, AppendAnswers, AppendThreadData, FrozenGroup } from './append-messages';
import { Backoff } from './backoff';

/** What the thread has at once; the rest waits here, in order. */
const inFlightMax = 512;
const inFlightBytesMax = 16 * 1024 * 1024;

interface Pending {
  readonly id: number;
  readonly group: FrozenGroup;
  readonly bytes: number;
  readonly settle: (answer: AppendAnswer | 'not-sent') => void;
  sentAt: number;
}

export interface AppendLinkOptions {
  readonly connectionString: string;
  /** How long the server may answer nothing at all before the connection is given up, milliseconds. */
  readonly silenceMs: number;
}

/**
 * The way to the thread in which this store appends.
 *
 * The client keeps the appends it waits for in one map for the whole process: when any of its append streams breaks, it
 * fails all appends of all clients, and an answer that comes after that throws inside the client and ends the process.
 * A thread loads modules of its own. So each opened store has such a map to itself, other clients in the process
 * (followers, another store) cannot fail its appends nor it theirs, and where the client would have ended the process, it
 * ends the thread: what was in flight is then uncertain, another thread is started, and whoever waits sends again.
 * Besides, encoding and HTTP/2 run beside the owner's work instead of in its way. A thread costs one hop each way; many
 * appends of one turn share it. Measured on two cores against a node in another process, in turns with the bare client:
 * an append takes a third of the owner's time at the same rate when they come one at a time, and with 64 at once a tenth
 * of it at 1.7 times the rate.
 *
 * What runs in one thread shares one stream: if that breaks, all appends in flight of this store are uncertain. That is
 * what is left of the defect, and the same would be so for a stream without it.
 */
export class AppendLink {
  private worker: Worker | null = null;
  /** The thread has loaded and taken up its work; until then its silence says nothing about the server. */
  private isReady = false;
  /** Threads given up since the last answer: a server, or a machine, that is only slow is given more time with each. */
  private dropped = 0;
  private readonly waiting: Pending[] = [];
  private readonly inFlight = new Map<number, Pending>();
  private inFlightBytes = 0;
  private lastId = 0;
  private lastAnswerAt = 0;
  private pausedUntil = 0;
  private isScheduled = false;
  private isClosed = false;
  private watch: NodeJS.Timeout | null = null;
  private readonly backoff = new Backoff();

  constructor(private readonly options: AppendLinkOptions) {}

  /** Starts the thread before it is needed. */
  warm(): void {
    this.worker ??= this.start();
  }

  /**
   * Tries the group once. `not-sent` when the signal aborted, or the link was closed, before it left; `uncertain` when that
   * happened after.
   */
  attempt(group: FrozenGroup, bytes: number, signal: AbortSignal): Promise<AppendAnswer | 'not-sent'> {
    if (this.isClosed || signal.aborted) return Promise.resolve('not-sent');
    return new Promise((resolve) => {
      this.lastId += 1;
      const onAbort = (): void => this.giveUp(pending);
      const settle: Pending['settle'] = (answer) => {
        signal.removeEventListener('abort', onAbort);
        resolve(answer);
      };
      const pending: Pending = { id: this.lastId, group, bytes, settle, sentAt: 0 };
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiting.push(pending);
      this.schedule();
    });
  }

  /** Takes no more. What was sent is given so many milliseconds to be answered. */
  async close(graceMs: number): Promise<void> {
    this.isClosed = true;
    for (const pending of this.waiting.splice(0)) pending.settle('not-sent');
    if (this.inFlight.size > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, graceMs);
        this.onIdle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    await this.drop('the store was closed');
  }

  private onIdle: () => void = () => undefined;

  /** After this turn, so that the appends of one turn travel together. */
  private schedule(): void {
    if (this.isScheduled || this.isClosed || this.waiting.length === 0) return;
    this.isScheduled = true;
    const delay = this.pausedUntil - performance.now();
    const send = (): void => {
      this.isScheduled = false;
      this.send();
    };
    if (delay > 0) setTimeout(send, delay);
    else setImmediate(send);
  }

  private send(): void {
    if (this.isClosed) return;
    const now = performance.now();
    const orders: { id: number; group: FrozenGroup }[] = [];
    for (let next = this.waiting[0]; next !== undefined && this.hasRoom(next.bytes); next = this.waiting[0]) {
      this.waiting.shift();
      // Silence is counted from here when nothing was on its way before.
      if (this.inFlight.size === 0) this.lastAnswerAt = now;
      next.sentAt = now;
      this.inFlight.set(next.id, next);
      this.inFlightBytes += next.bytes;
      orders.push({ id: next.id, group: next.group });
    }
    if (orders.length === 0) return;
    this.worker ??= this.start();
    this.worker.postMessage(orders);
    this.watch ??= setInterval(() => this.look(), this.options.silenceMs / 4);
  }

  private hasRoom(bytes: number): boolean {
    const { size } = this.inFlight;
    return size === 0 || (size < inFlightMax && this.inFlightBytes + bytes <= inFlightBytesMax);
  }

  private start(): Worker {
    const data: AppendThreadData = { connectionString: this.options.connectionString };
    const worker = new Worker(compiledFile('eventstoredb/append-thread'), { workerData: data });
    let reason = 'the append thread ended';
    this.isReady = false;
    worker.on('message', (answers: AppendAnswers) => {
      if (worker === this.worker) this.take(answers);
    });
    worker.on('error', (error: Error) => {
      reason = `the client failed: ${error.message}`;
    });
    worker.on('exit', () => {
      if (worker === this.worker) void this.drop(reason);
    });
    return worker;
  }

  private take(answers: AppendAnswers): void {
    this.lastAnswerAt = performance.now();
    // The first message is empty: it says that the thread has loaded.
    this.isReady = true;
    if (answers.length > 0) this.dropped = 0;
    for (const { id, answer } of answers) {
      if (answer.kind === 'uncertain') {
        if (answer.isConnectionAtFault) this.pause();
      } else {
        this.backoff.reset();
        this.pausedUntil = 0;
      }
      this.settle(id, answer);
    }
    this.schedule();
  }

  private settle(id: number, answer: AppendAnswer): void {
    const pending = this.inFlight.get(id);
    if (pending === undefined) return;
    this.inFlight.delete(id);
    this.inFlightBytes -= pending.bytes;
    if (this.inFlight.size === 0) this.rest();
    pending.settle(answer);
  }

  private rest(): void {
    if (this.watch !== null) clearInterval(this.watch);
    this.watch = null;
    this.onIdle();
  }

  private giveUp(pending: Pending): void {
    const place = this.waiting.indexOf(pending);
    if (place !== -1) {
      this.waiting.splice(place, 1);
      pending.settle('not-sent');
    } else if (this.inFlight.has(pending.id)) {
      this.settle(pending.id, { kind: 'uncertain', message: 'no answer before the deadline', isConnectionAtFault: false });
    }
  }

  /** A thread that answers nothing has a connection that swallows everything: another thread has another connection. */
  private look(): void {
    const now = performance.now();
    const silenceMs = this.options.silenceMs * 2 ** Math.min(this.dropped, 3);
    if (this.isReady && now - this.lastAnswerAt > silenceMs) {
      this.dropped += 1;
      void this.drop(`no answer for ${silenceMs} ms`);
      return;
    }
    for (const { id, sentAt } of [...this.inFlight.values()]) {
      const message = 'no answer, while others were answered';
      if (now - sentAt > 2 * this.options.silenceMs) this.settle(id, { kind: 'uncertain', message, isConnectionAtFault: false });
    }
  }

  /** Whoever failed together waits together: one pause for all, so that a server that comes back is not run over. */
  private pause(): void {
    const now = performance.now();
    if (this.pausedUntil <= now) this.pausedUntil = now + this.backoff.next();
  }

  /** Ends the thread; what it had in flight is uncertain. */
  private async drop(reason: string): Promise<void> {
    const { worker } = this;
    this.worker = null;
    this.pause();
    for (const id of [...this.inFlight.keys()]) this.settle(id, { kind: 'uncertain', message: reason, isConnectionAtFault: true });
    this.rest();
    this.schedule();
    await worker?.terminate();
  }
}
