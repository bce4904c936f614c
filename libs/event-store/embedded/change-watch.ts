import { integerOf, type SqliteConnection } from './sqlite';
import { Wakeups } from './wakeups';

/** Wakes the readers of one process when another process has written: SQLite offers nothing but asking. */
export class ChangeWatch extends Wakeups {
  private timer: NodeJS.Timeout | null = null;
  private seen: number;

  constructor(
    private readonly connection: SqliteConnection,
    private readonly everyMs: number,
  ) {
    super();
    this.seen = this.dataVersion();
  }

  override next(signal: AbortSignal): Promise<void> {
    this.timer ??= setInterval(() => this.look(), this.everyMs);
    return super.next(signal);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  private look(): void {
    const version = this.dataVersion();
    if (version !== this.seen) this.wakeAll();
    this.seen = version;
    // Asking goes on only while somebody waits.
    if (this.count === 0) this.stop();
  }

  /** Changes whenever another connection has committed. */
  private dataVersion(): number {
    return integerOf(this.connection, 'PRAGMA data_version');
  }
}
