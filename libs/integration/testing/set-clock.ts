import type { WebhookTiming } from '../webhooks/webhook-timing';

/** A clock that stands until it is set; who sleeps wakes when it has come to their time. */
export class SetClock implements WebhookTiming {
  private readonly sleepers = new Map<() => void, number>();

  constructor(private time: number) {}

  readonly now = (): number => this.time;
  readonly random = (): number => 0;

  readonly sleepUntil = async (at: number, signal: AbortSignal): Promise<void> => {
    if (at <= this.time || signal.aborted) {
      return;
    }
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.sleepers.set(wake, at);
      signal.addEventListener('abort', wake, { once: true });
    });
  };

  /** Moves to a time, and wakes who slept until then. */
  set(time: number): void {
    this.time = Math.max(this.time, time);
    for (const [wake, at] of this.sleepers) {
      if (at <= this.time) {
        wake();
      }
    }
  }
}
