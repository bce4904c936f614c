import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import type { EventToStore, ExpectedState } from '../../embedded/log-write';
import { appendTooLarge, invalidArgument } from '../calls/refusal';
import { appendBytesMost, recordBytesMost } from './append-limits';
import { eventToStore } from './proposed-event';

/** One append on its way in: gathers the events of its chunks, and is answered exactly once. */
export class OpenBatch {
  private readonly gathered: EventToStore[] = [];
  private dataBytes = 0;
  private allBytes = 0;
  private timer: NodeJS.Timeout | null = null;
  private state: 'gathering' | 'writing' | 'answered' = 'gathering';

  constructor(
    readonly stream: string,
    readonly expected: ExpectedState,
    private readonly send: (response: BatchAppendResp) => void,
  ) {}

  get events(): readonly EventToStore[] {
    return this.gathered;
  }

  /** Whether chunks still count: after an answer, and once the last has come, they do not. */
  get isGathering(): boolean {
    return this.state === 'gathering';
  }

  /** Bytes held here. */
  get bytes(): number {
    return this.allBytes;
  }

  /** @throws Refusal when it is too large or an event is malformed. */
  add(messages: readonly BatchAppendReq.ProposedMessage[]): void {
    for (const message of messages) {
      const data = message.getData_asU8().length;
      this.dataBytes += data;
      this.allBytes += data + message.getCustomMetadata_asU8().length;
      if (this.dataBytes > appendBytesMost) throw appendTooLarge(appendBytesMost);
      if (this.allBytes > recordBytesMost) throw invalidArgument(`an append holds at most ${recordBytesMost} bytes of data and metadata`);
      this.gathered.push(eventToStore(message));
    }
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
    this.gathered.length = 0;
  }
}
