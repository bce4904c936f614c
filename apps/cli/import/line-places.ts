/**
 * Where each line stands within its document, and which documents have a line that is wrong. White space around a
 * number is passed over here, since a number with it is a wrong line of the document meant.
 */
export class LinePlaces {
  private readonly counts = new Map<string, number>();
  private readonly wrong = new Map<string, number[]>();
  private previous = '';
  /** Line whose swallowed text may have held lines of the next document, too. */
  private swallowedAt: number | null = null;

  /** Counts the next line of the file. @returns its place within its document, from 1. */
  next(written: string): number {
    const number = written.trim();
    if (this.swallowedAt !== null && number !== '') {
      this.hold(number, this.swallowedAt);
      this.swallowedAt = null;
    }
    const place = (this.counts.get(number) ?? 0) + 1;
    this.counts.set(number, place);
    this.previous = number === '' ? this.previous : number;
    return place;
  }

  hold(written: string, line: number): void {
    const number = written.trim();
    const lines = this.wrong.get(number) ?? [];
    if (number !== '' && !lines.includes(line)) {
      this.wrong.set(number, [...lines, line]);
    }
  }

  /** Lines that could not be told apart may belong to the documents before and after them as well. */
  holdNeighbours(line: number): void {
    this.hold(this.previous, line);
    this.swallowedAt = line;
  }

  /** Lines of the file that hold this document back. */
  badLines(number: string): readonly number[] {
    return this.wrong.get(number) ?? [];
  }
}
