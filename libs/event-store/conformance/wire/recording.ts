import { EventEmitter, once } from 'node:events';
import type { ClientReadableStream, ServiceError } from '@grpc/grpc-js';

/** How long a test waits for what must come before it calls it missing, in milliseconds. */
export const patienceMs = 10_000;

/** What a streaming call has received so far, in order, and how it ended. Tests wait on it for conditions. */
export class Recording<Raw, Message> {
  readonly messages: Message[] = [];
  failure: ServiceError | null = null;
  hasEnded = false;
  private readonly changes = new EventEmitter();

  constructor(
    readonly call: ClientReadableStream<Raw>,
    view: (raw: Raw) => Message,
  ) {
    this.changes.setMaxListeners(100);
    call.on('data', (raw: Raw) => this.note(() => this.messages.push(view(raw))));
    call.on('error', (error: ServiceError) => this.note(() => (this.failure = error)));
    call.on('end', () => this.note(() => (this.hasEnded = true)));
  }

  /** Waits until it holds; throws with what was received when the call breaks first or patience ends. */
  async until(what: string, holds: (recording: this) => boolean): Promise<void> {
    const patience = AbortSignal.timeout(patienceMs);
    while (!holds(this)) {
      if (this.failure !== null) throw new Error(`waited for ${what}, but the call failed; ${this.received()}`, { cause: this.failure });
      await once(this.changes, 'change', { signal: patience }).catch((cause: unknown) => {
        throw new Error(`waited for ${what} in vain; ${this.received()}`, { cause });
      });
    }
  }

  /** Waits for the status the server ends the call with. */
  async failed(): Promise<ServiceError> {
    await this.until('the call to fail', ({ failure }) => failure !== null);
    return this.failure as unknown as ServiceError;
  }

  cancel(): void {
    this.call.cancel();
  }

  private note(change: () => unknown): void {
    change();
    this.changes.emit('change');
  }

  private received(): string {
    const text = JSON.stringify(this.messages.slice(-20), (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
    return `received ${this.messages.length} messages, the last ones ${text}`;
  }
}
