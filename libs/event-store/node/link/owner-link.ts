import type { LogWrite, LogWriteOutcome } from '../../embedded/log-write';
import { EventStoreError } from '../../errors';
import type { ToThread, WriteAnswer, WriteRequest } from './link-messages';

/** The owner's end: carries out what the node's thread asks for, and gathers the answers of one group into one message. */
export class OwnerLink {
  private answers: WriteAnswer[] = [];

  constructor(
    private readonly write: (write: LogWrite) => Promise<LogWriteOutcome>,
    private readonly send: (message: ToThread) => void,
  ) {}

  take(requests: readonly WriteRequest[]): void {
    for (const { id, write } of requests) {
      this.write(write).then(
        (outcome) => this.answer({ id, outcome }),
        (error: unknown) => this.answer({ id, refused: error instanceof Error ? error.message : String(error), code: codeOf(error) }),
      );
    }
  }

  private answer(answer: WriteAnswer): void {
    if (this.answers.length === 0) setImmediate(() => this.flush());
    this.answers.push(answer);
  }

  private flush(): void {
    this.send({ kind: 'answers', answers: this.answers });
    this.answers = [];
  }
}

const codeOf = (error: unknown): string => (error instanceof EventStoreError ? error.code : 'STORE_REFUSED');
