import type { LedgerClient } from './ledger-client';

/** A client in use. */
export interface Lease {
  readonly client: LedgerClient;
  /** The connection failed or fell silent: whoever asks next gets a new one. Those who are still using it keep it. */
  fail(): void;
  release(): void;
}

interface Counted {
  readonly client: LedgerClient;
  users: number;
}

/**
 * Gives out the client, and another one after a failure. The client reconnects by itself, but only when it notices, and
 * with the pauses of a connection that failed before; a new client begins at once. The old one is shut when its last
 * user is gone: shut earlier, its streams would end as if they had come to the end of the log.
 */
export class ClientSource {
  private current: Counted | null = null;
  private readonly open = new Set<Counted>();

  constructor(private readonly make: () => LedgerClient) {}

  lease(): Lease {
    this.current ??= { client: this.make(), users: 0 };
    const counted = this.current;
    this.open.add(counted);
    counted.users += 1;
    let isReleased = false;
    return {
      client: counted.client,
      fail: () => {
        if (this.current === counted) this.current = null;
      },
      release: () => {
        if (isReleased) return;
        isReleased = true;
        counted.users -= 1;
        if (counted.users === 0 && this.current !== counted) this.shut(counted);
      },
    };
  }

  /** Shuts every client, used or not. Precondition: those who still use one have been told that the store is closed. */
  async close(): Promise<void> {
    this.current = null;
    await Promise.all([...this.open].map(async (counted) => {
      this.open.delete(counted);
      await counted.client.shut();
    }));
  }

  private shut(counted: Counted): void {
    if (!this.open.delete(counted)) return;
    // Nobody waits for it, and there is nothing to be done about a connection that does not close properly.
    counted.client.shut().catch(() => undefined);
  }
}
