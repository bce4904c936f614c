const rememberedMax = 200_000;

/**
 * What command handlers of this process have already walked to the end, so that the follow-up policy need not look
 * again. Forgetting is harmless: the policy looks, finds everything done and goes on.
 */
export class FinishedSteps {
  private readonly finished = new Set<string>();

  add(stream: string, revision: number): void {
    this.finished.add(`${stream}@${revision}`);
    if (this.finished.size > rememberedMax) {
      const oldest = this.finished.values().next();
      if (oldest.done !== true) {
        this.finished.delete(oldest.value);
      }
    }
  }

  /** Whether this step is done; it is forgotten then, since the log passes each place once. */
  take(stream: string, revision: number): boolean {
    return this.finished.delete(`${stream}@${revision}`);
  }
}
