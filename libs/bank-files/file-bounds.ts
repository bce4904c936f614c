import { refuseFile, type Place } from './bank-file-refused';

/**
 * Most statement lines (booked entries, or parts of batch bookings) of one file, all its statements together. A line
 * costs some kilobytes while it is read, however few bytes it has in the file, so bytes alone bound no memory.
 */
export const statementLinesMax = 50_000;

/** Counts what a file makes of its bytes while it is read, and stops the reading before objects of it fill the memory. */
export class LineCount {
  private count = 0;

  /** @throws BankFileRefused FILE.TOO_MANY_LINES at the first line, or part, that is one too many. */
  add(more: number, place: Place): void {
    this.count += more;
    if (this.count > statementLinesMax) {
      refuseFile('FILE.TOO_MANY_LINES', `The file has more than ${statementLinesMax} statement lines. Ask the bank for a shorter period, or split the file; nothing of it was recorded.`, place);
    }
  }
}
