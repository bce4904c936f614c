/** When a filtered subscription has a checkpoint to send: after so many considered events, never twice the same. */
export class Checkpoints {
  private due: number;

  /** @param start the place the client has. @param interval distance in the log between two checkpoints. */
  constructor(
    private sent: number,
    private readonly interval: number,
  ) {
    this.due = sent + interval;
  }

  /** The next checkpoint at or before this place, null when none is due. */
  next(upTo: number): number | null {
    if (this.due > upTo) return null;
    this.sent = this.due;
    this.due += this.interval;
    return this.sent;
  }

  /** Whether a checkpoint here, at the end of the log, tells the client anything; if so, counting begins anew. */
  isNews(place: number): boolean {
    const isNews = place > this.sent;
    if (isNews) this.sent = place;
    this.due = place + this.interval;
    return isNews;
  }
}
