import { status } from '@grpc/grpc-js';
import { Refusal } from './refusal';

/** Every call that is being answered, so that they can be counted, bounded, and ended when the node closes. */
export class OpenCalls {
  private readonly open = new Set<(reason: Refusal) => void>();
  private closing = false;

  constructor(private readonly most: number) {}

  get count(): number {
    return this.open.size;
  }

  /** @returns what to call when the call has ended. @throws Refusal when there are too many, or the node is closing. */
  enter(end: (reason: Refusal) => void): () => void {
    if (this.closing) throw shuttingDown();
    if (this.open.size >= this.most) {
      throw new Refusal(status.RESOURCE_EXHAUSTED, `the node answers ${this.most} calls at once and has no room for another: close some, then try again`);
    }
    this.open.add(end);
    return () => this.open.delete(end);
  }

  /** Ends every call, and refuses new ones. */
  endAll(): void {
    this.closing = true;
    for (const end of [...this.open]) end(shuttingDown());
  }
}

const shuttingDown = (): Refusal => new Refusal(status.CANCELLED, 'the node is shutting down');
