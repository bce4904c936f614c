import { setTimeout as delay } from 'node:timers/promises';
import type { LogSealer, SealOutcome } from './log-sealer';
import { SealBroken } from './log-sealer';

export interface SealTimerOptions {
  readonly sealer: Pick<LogSealer, 'catchUp' | 'seal' | 'unsealed'>;
  /** Told what keeps the log from being sealed; the same is told once until it changes. */
  readonly onTrouble: (message: string) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic?: () => number;
  /** Facts that wait before a seal is made. Default 1,000. */
  readonly facts?: number;
  /** How long a fact waits, at most, milliseconds. Default 60,000. */
  readonly waitMs?: number;
  /** How often the log is looked at, milliseconds. Default 1,000. */
  readonly tickMs?: number;
}

/** Seals the log of a running server: after so many facts, or when one has waited so long. */
export class SealTimer {
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;
  private told = '';
  /** When facts began to wait; null while none does. */
  private waitingSince: number | null = null;

  constructor(private readonly options: SealTimerOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Resolves when the seal that is under way has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { tickMs = 1_000 } = this.options;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const broken = await this.look();
      if (broken) {
        return;
      }
      await delay(tickMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** True: nothing will be sealed any more, and whoever runs the server was told. */
  private async look(): Promise<boolean> {
    try {
      await this.options.sealer.catchUp();
      if (this.isDue(this.options.sealer.unsealed)) {
        this.judge(await this.options.sealer.seal());
      } else {
        this.tell('');
      }
      return false;
    } catch (error) {
      this.tell(error instanceof Error ? error.message : String(error));
      return error instanceof SealBroken;
    }
  }

  private isDue(unsealed: number): boolean {
    const { monotonic = () => performance.now(), facts = 1_000, waitMs = 60_000 } = this.options;
    const now = monotonic();
    this.waitingSince = unsealed === 0 ? null : (this.waitingSince ?? now);
    return unsealed >= facts || (this.waitingSince !== null && now - this.waitingSince >= waitMs);
  }

  private judge(outcome: SealOutcome): void {
    this.waitingSince = null;
    this.tell(outcome.kind === 'sealed' ? outcome.failedSinks.join('; ') : '');
  }

  private tell(trouble: string): void {
    if (trouble !== '' && trouble !== this.told) {
      this.options.onTrouble(`seals: ${trouble}`);
    }
    this.told = trouble;
  }
}
