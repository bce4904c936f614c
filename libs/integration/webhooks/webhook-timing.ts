/** The clock of deliveries; tests bring their own. */
export interface WebhookTiming {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Resolves when the clock has come to `at`, or on abort. */
  readonly sleepUntil: (at: number, signal: AbortSignal) => Promise<void>;
}

/** Ends a sleep early: something new is due. */
export class Alarm {
  private controller = new AbortController();

  ring(): void {
    this.controller.abort();
  }

  /** Sleeps until a time, the next ring, or abort. A ring that came since the last sleep ends it at once. */
  async sleepUntil(at: number, timing: WebhookTiming, signal: AbortSignal): Promise<void> {
    if (!this.controller.signal.aborted) {
      await timing.sleepUntil(at, AbortSignal.any([signal, this.controller.signal]));
    }
    if (this.controller.signal.aborted) {
      this.controller = new AbortController();
    }
  }
}
