import type { Position } from '#event-store';

export interface WaitTarget {
  readonly position?: Position;
  readonly sequence?: number;
}

interface Waiter {
  readonly target: WaitTarget;
  readonly done: (reached: boolean) => void;
}

/** Callers who wait for the read models to reach a place; told after each batch, never by asking again and again. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();
  #wake: (() => void) | null = null;

  /** @param timeoutMs false is answered when it is not reached by then. */
  wait(target: WaitTarget, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => waiter.done(false), timeoutMs);
      const waiter: Waiter = {
        target,
        done: (reached) => {
          clearTimeout(timer);
          this.#waiting.delete(waiter);
          resolve(reached);
        },
      };
      this.#waiting.add(waiter);
      this.#wake?.();
    });
  }

  /** @param reached whether a target is reached; null: it never will be. */
  tell(reached: (target: WaitTarget) => boolean | null): void {
    for (const waiter of this.#waiting) {
      const answer = reached(waiter.target);
      if (answer !== false) waiter.done(answer ?? false);
    }
  }

  /** Resolves after so many milliseconds, at once while somebody waits or as soon as somebody does, or on abort. */
  quiet(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.#waiting.size > 0 || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const over = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', over);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(over, milliseconds);
      signal.addEventListener('abort', over, { once: true });
      this.#wake = over;
    });
  }

  end(): void {
    for (const waiter of this.#waiting) waiter.done(false);
  }
}
