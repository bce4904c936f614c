import { problemOf, ProblemException } from './problem';

/** How long somebody who was turned away waits, in seconds: most uploads are over by then. */
const retryAfter = 2;

/**
 * The bytes of all bodies that are held at once. A body counts with the length it announces, from before its first byte
 * is taken until its request is answered, so that many large uploads together never fill the memory.
 */
export class UploadBudget {
  private held = 0;

  /** @param most in bytes; at least the largest body of any route. */
  constructor(private readonly most: number) {}

  /**
   * Counts a body of so many bytes. The answer gives them back, once.
   *
   * @throws ProblemException 503 when it does not fit beside the others; nothing is counted then.
   */
  take(bytes: number): () => void {
    if (this.held + bytes > this.most) {
      const text = `Uploads of ${this.held} bytes are under way, and at most ${this.most} are taken at once; nothing was read. Repeat the request in a moment.`;
      throw new ProblemException(problemOf(503, 'REQUEST.UPLOADS_BUSY', text), retryAfter);
    }
    this.held += bytes;
    let counted = bytes;
    return () => {
      this.held -= counted;
      counted = 0;
    };
  }
}
