import { addDays } from '#ledger';
import { refuseFile, shown, type Place } from './bank-file-refused';
import type { BankStatement } from './bank-statement';

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

/** No bank has a file of an earlier day: an earlier one is a slip, or a format read wrongly. */
export const earliestBankDay = '1990-01-01';
/** Days a booking may lie ahead: banks close a statement the evening before a long holiday. */
export const bookedDaysAheadMax = 7;
/** Days a value date may lie ahead of today: card takings and cheques are credited weeks later. */
export const valueDaysAheadMax = 92;

/**
 * Refuses statements of days that have not come: a line of the far future would stay in every reconciliation until then.
 *
 * @throws BankFileRefused DATE.TOO_FAR with the statement and the entry.
 */
export function refuseDaysAhead(statements: readonly BankStatement[], today: string): void {
  const [booked, valued] = [addDays(today, bookedDaysAheadMax), addDays(today, valueDaysAheadMax)];
  for (const { statementNumber, from, to, lines } of statements) {
    const late = (what: string, day: string, latest: string): void => {
      if (day > latest) {
        const where = `Statement ${shown(statementNumber)}, ${what}`;
        refuseFile('DATE.TOO_FAR', `${where}: ${day} is too far ahead of today, ${today}; at most ${latest} is taken. Look at how the file writes its days; nothing of it was recorded.`);
      }
    };
    late('first day', from, booked);
    late('last day', to, booked);
    for (const [index, { bookedOn, valueDate }] of lines.entries()) {
      late(`entry ${index + 1}, booking date`, bookedOn, booked);
      late(`entry ${index + 1}, value date`, valueDate, valued);
    }
  }
}
