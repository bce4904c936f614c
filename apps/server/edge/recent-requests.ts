/** What a request came to, or will: the promise is kept from the moment the request begins. */
interface Remembered<Outcome> {
  readonly contentHash: string;
  readonly outcome: Promise<Outcome>;
}

export type Recalled<Outcome> =
  | { readonly kind: 'new' }
  | { readonly kind: 'same'; readonly outcome: Promise<Outcome> }
  | { readonly kind: 'other-content' };

/**
 * The requests of the last while by key, so that a double submit gets the very same answer without a second
 * decision. Only a memory: what is not here is decided again from the stream, which never forgets.
 */
export class RecentRequests<Outcome> {
  private readonly byKey = new Map<string, Remembered<Outcome>>();

  constructor(
    private readonly max = 10_000,
    /** Told what an entry came to that is no longer kept. */
    private readonly onForgotten: (outcome: Outcome) => void = () => undefined,
  ) {}

  recall(key: string, contentHash: string): Recalled<Outcome> {
    const known = this.byKey.get(key);
    if (known === undefined) {
      return { kind: 'new' };
    }
    return known.contentHash === contentHash ? { kind: 'same', outcome: known.outcome } : { kind: 'other-content' };
  }

  /** Keeps the outcome while it is under way, and afterwards unless it failed: what was refused may be sent again. */
  remember(key: string, contentHash: string, outcome: Promise<Outcome>): void {
    const entry: Remembered<Outcome> = { contentHash, outcome };
    this.byKey.set(key, entry);
    outcome.catch(() => {
      if (this.byKey.get(key) === entry) {
        this.byKey.delete(key);
      }
    });
    for (const [oldest, { outcome: forgotten }] of this.byKey) {
      if (this.byKey.size <= this.max) {
        break;
      }
      this.byKey.delete(oldest);
      forgotten.then(this.onForgotten, () => undefined);
    }
  }
}
