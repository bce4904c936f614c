/**
 * Lets what is prepared side by side go on in the order it was begun. Looking facts up takes longer for one customer
 * than for another; without this, sales sent in one breath would be numbered in the order their facts happened to come.
 */
export class InTurn {
  private tail: Promise<unknown> = Promise.resolve();

  /** Resolves, or rejects, as `prepared` does, but never before those that were passed in earlier. */
  pass<Value>(prepared: Promise<Value>): Promise<Value> {
    // It may fail while it waits for its turn: whoever asked hears of it then.
    prepared.catch(() => undefined);
    const turn = this.tail.then(() => prepared);
    this.tail = turn.catch(() => undefined);
    return turn;
  }
}
