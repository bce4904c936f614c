import { checkedAppend } from '../append-preconditions';
import { AppendTooLargeError, StoreAccessDeniedError, StoreClosedError, StoreUnavailableError, StreamDeletedError } from '../errors';
import type { AppendOutcome, EventToAppend, ExpectedRevision } from '../port';
import type { AppendLink } from './append-link';
import type { AppendAnswer, FrozenGroup } from './append-messages';
import { Backoff, pause } from './backoff';

export interface AppendingOptions {
  readonly server: string;
  readonly link: AppendLink;
  /** How long one append is tried, milliseconds. */
  readonly deadlineMs: number;
}

type Refusal = Extract<AppendAnswer, { kind: 'refused' }>;

/**
 * Appends until the outcome is known or the time is up.
 *
 * Whatever may have been written (no answer, a broken connection, an error nobody knows) is sent again: the same group,
 * frozen, at the same exact revision. A server answers a group that stands at its place as appended, so a conflict after
 * that is a real one. A refusal after that is not: it says nothing about the attempt before it.
 */
export class Appending {
  private readonly closing = new AbortController();
  private readonly underWay = new Set<Promise<AppendOutcome>>();

  constructor(private readonly options: AppendingOptions) {}

  append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<AppendOutcome> {
    const bytes = checkedAppend(stream, expected, events);
    const group: FrozenGroup = { stream, expected, events: events.map(({ id, type, data, metadata }) => ({ id, type, data, metadata })) };
    const outcome = this.outcome(group, bytes);
    this.underWay.add(outcome);
    const done = (): boolean => this.underWay.delete(outcome);
    outcome.then(done, done);
    return outcome;
  }

  /** Nothing is sent again from now on; what is on its way gets a moment to be answered. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.options.link.close(Math.min(2_000, this.options.deadlineMs));
    await Promise.allSettled(this.underWay);
  }

  private async outcome(group: FrozenGroup, bytes: number): Promise<AppendOutcome> {
    const { server, link, deadlineMs } = this.options;
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), deadlineMs);
    const backoff = new Backoff();
    let cause: Error | null = null;
    try {
      for (;;) {
        const answer = await link.attempt(group, bytes, deadline.signal);
        if (answer === 'not-sent') return { kind: 'unknown', cause: cause ?? this.neverSent() };
        switch (answer.kind) {
          case 'appended':
          case 'conflict':
            return answer;
          case 'refused':
            if (cause === null) throw this.refusal(group, bytes, answer);
            return { kind: 'unknown', cause: this.refusal(group, bytes, answer) };
          case 'uncertain':
            cause = new StoreUnavailableError(server, answer.message);
        }
        if (!answer.isConnectionAtFault) await pause(backoff.next(), deadline.signal);
        if (deadline.signal.aborted || this.closing.signal.aborted) return { kind: 'unknown', cause };
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Nothing of it has left this process, which callers may know: they then need not ask what became of it. */
  private neverSent(): Error {
    const { server, deadlineMs } = this.options;
    if (this.closing.signal.aborted) throw new StoreClosedError(server);
    throw new StoreUnavailableError(server, `nothing could be sent within ${deadlineMs} ms`);
  }

  private refusal({ stream }: FrozenGroup, bytes: number, { reason, message }: Refusal): Error {
    const { server } = this.options;
    switch (reason) {
      case 'stream-deleted':
        return new StreamDeletedError(stream);
      case 'access-denied':
        return new StoreAccessDeniedError(server, `to let this user append to ${stream}: give the right in the stream's access list`);
      case 'unknown-user':
        return new StoreAccessDeniedError(server, 'this user and password: correct them in the connection string');
      case 'too-large':
        return new AppendTooLargeError(stream, bytes, Number(message));
      case 'not-json':
        return new RangeError(`an event for ${stream} is not JSON: ${message}`);
    }
  }
}
