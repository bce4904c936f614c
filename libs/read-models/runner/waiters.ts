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
    });
  }

  /** @param reached whether a target is reached; null: it never will be. */
  tell(reached: (target: WaitTarget) => boolean | null): void {
    for (const waiter of this.#waiting) {
      const answer = reached(waiter.target);
      if (answer !== false) waiter.done(answer ?? false);
    }
  }

  end(): void {
    for (const waiter of this.#waiting) waiter.done(false);
  }
}
