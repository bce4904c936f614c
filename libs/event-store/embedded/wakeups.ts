/** Wakes those who wait for the log to grow. Holds no events: whoever wakes reads on from where it stood. */
export class Wakeups {
  private readonly waiting = new Set<() => void>();

  get count(): number {
    return this.waiting.size;
  }

  wakeAll(): void {
    const woken = [...this.waiting];
    this.waiting.clear();
    for (const wake of woken) wake();
  }

  /** Resolves at the next wakeup or when the signal aborts, whichever comes first. */
  next(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.waiting.delete(wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
