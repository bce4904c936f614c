/** A statement of one account. Days are numbers; amounts minor units, null where the format states none. */
export interface ChainedStatement {
  readonly statementId: string;
  readonly from: number;
  readonly to: number;
  readonly opening: bigint | null;
  readonly closing: bigint | null;
}

export interface BookedLine {
  readonly day: number;
  readonly amount: bigint;
}

export interface Opening {
  /** Null: no other statement says what the bank had by then. */
  readonly follows: boolean | null;
  /** Opening less the balance that the other statements lead to. */
  readonly gap: bigint;
}

/**
 * Whether a statement opens with what the bank had when it starts: as the one before closed, or, where statements
 * overlap, as an earlier one had come to by then. Only earlier ones speak for it, so that two copies with the same gap
 * do not hide it from each other; one of the same day may precede it whatever order they were taken in.
 *
 * `statements` are those of one account in the order of their days; `booked` has the lines of those that others start within.
 */
export function openingOf(statement: ChainedStatement, statements: readonly ChainedStatement[], booked: ReadonlyMap<string, readonly BookedLine[]>): Opening {
  const { opening } = statement;
  if (opening === null) return { follows: null, gap: 0n };
  const earlier = statements.slice(0, statements.indexOf(statement));
  const closings = closingsBefore(statement, earlier);
  const balances = [...closings, ...earlier.flatMap((one) => balancesWithin(one, statement.from, booked.get(one.statementId) ?? []))];
  const [expected] = balances;
  if (expected === undefined) return { follows: null, gap: 0n };
  return balances.includes(opening) || precededOnItsDay(statement, statements) ? { follows: true, gap: 0n } : { follows: false, gap: opening - expected };
}

/** As those closed that ended last: on days before it, and on its own first day, where they may as well be copies of it. */
function closingsBefore({ from }: ChainedStatement, earlier: readonly ChainedStatement[]): readonly bigint[] {
  const ended = earlier.filter(({ to, closing }) => to <= from && closing !== null);
  const last = Math.max(...ended.filter(({ to }) => to < from).map(({ to }) => to));
  return ended.filter(({ to }) => to === from || to === last).flatMap(({ closing }) => closing ?? []).reverse();
}

/** What a statement had come to at the end of the day before, and after each line of the day. */
function balancesWithin({ opening, from, to }: ChainedStatement, day: number, lines: readonly BookedLine[]): readonly bigint[] {
  if (opening === null || from > day || to < day) return [];
  const before = lines.filter((line) => line.day < day).reduce((sum, { amount }) => sum + amount, opening);
  const balances = [before];
  for (const { day: booked, amount } of lines) {
    if (booked === day) balances.push((balances.at(-1) ?? before) + amount);
  }
  return balances;
}

const precededOnItsDay = (statement: ChainedStatement, statements: readonly ChainedStatement[]): boolean =>
  statements.some((one) => one !== statement && one.from === one.to && one.to === statement.from && one.closing === statement.opening && one.opening !== statement.closing);
