import type { Writable } from 'node:stream';

/** Unwinds the handler of a call that has ended meanwhile; nobody is left to be told. */
export class CallEnded extends Error {
  constructor() {
    super('the call has ended');
    this.name = 'CallEnded';
  }
}

/** The answering side of a streaming call: it waits for the client to read, and stops when the client has gone. */
export class Outgoing<Message> {
  private draining: Promise<void> | null = null;

  constructor(
    private readonly stream: Writable,
    readonly signal: AbortSignal,
  ) {}

  /**
   * Sends one message. Gives a promise only when the client reads slower than we write; wait for it before the next.
   *
   * @throws CallEnded
   */
  send(message: Message): Promise<void> | undefined {
    if (this.signal.aborted) throw new CallEnded();
    if (this.stream.write(message)) return undefined;
    this.draining ??= this.drained().finally(() => (this.draining = null));
    return this.draining;
  }

  /** Something to wait for while the client is behind. */
  room(): Promise<void> | undefined {
    return this.draining ?? undefined;
  }

  private drained(): Promise<void> {
    const { stream, signal } = this;
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        stream.off('drain', settle);
        signal.removeEventListener('abort', settle);
        if (signal.aborted) reject(new CallEnded());
        else resolve();
      };
      stream.on('drain', settle);
      signal.addEventListener('abort', settle, { once: true });
    });
  }
}
