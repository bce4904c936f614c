import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import type { EventToStore, ExpectedState } from '../../embedded/log-write';
import { GatheredEvents, type AppendRoom } from './gathered-events';

/** One append on its way in: gathers the events of its chunks, and is answered exactly once. */
export class OpenBatch {
  private readonly gathered: GatheredEvents;
  private timer: NodeJS.Timeout | null = null;
  private state: 'gathering' | 'writing' | 'answered' = 'gathering';

  constructor(
    readonly stream: string,
    readonly expected: ExpectedState,
    room: AppendRoom,
    private readonly send: (response: BatchAppendResp) => void,
  ) {
    this.gathered = new GatheredEvents(room);
  }

  get events(): readonly EventToStore[] {
    return this.gathered.events;
  }

  /** Whether chunks still count: after an answer, and once the last has come, they do not. */
  get isGathering(): boolean {
    return this.state === 'gathering';
  }

  /** Bytes held here. */
  get bytes(): number {
    return this.gathered.bytes;
  }

  /** @throws Refusal when it is too large, no room is left, or an event is malformed. */
  add(messages: readonly BatchAppendReq.ProposedMessage[]): void {
    for (const message of messages) this.gathered.add(message);
  }

  expireIn(timeoutMs: number, answer: () => void): void {
    this.timer = setTimeout(answer, timeoutMs);
  }

  /** The last chunk has come. */
  startWriting(): void {
    this.state = 'writing';
  }

  /** Sends an answer unless one has been sent. */
  answer(response: BatchAppendResp): void {
    if (this.state === 'answered') return;
    this.forget();
    this.send(response);
  }

  /** No answer is wanted any more. */
  forget(): void {
    this.state = 'answered';
    if (this.timer !== null) clearTimeout(this.timer);
    this.gathered.release();
  }
}
