/** A statement with balances. Days are numbers, amounts minor units. */
export interface BalancedStatement {
  readonly statementId: string;
  readonly bankAccount: string;
  readonly from: number;
  readonly to: number;
  readonly opening: bigint | null;
  readonly closing: bigint | null;
  /** False: it does not open with what the statements before it lead to, which is named by itself. */
  readonly follows: boolean | null;
}

/** Money at the bank or in the books. A movement that a line shows counts on the day the bank booked it, another on its own. */
export interface Moved {
  /** Empty: no line says which bank account it is of. */
  readonly bankAccount: string;
  readonly day: number;
  readonly amount: bigint;
  /** The other side has it, too. */
  readonly tied: boolean;
}

export interface BothSides {
  readonly bank: readonly Moved[];
  readonly ledger: readonly Moved[];
}

/** What a statement closes with beside the books at the end of its last day. */
export interface DayBalance {
  readonly statementId: string;
  readonly day: number;
  readonly bank: bigint;
  readonly ledger: bigint;
  /** Bank less ledger, less the difference at the start, less lines and movements that the other side does not have. */
  readonly unexplained: bigint;
  /** What this statement added to it, unless a gap before it, named by itself, did. */
  readonly added: bigint;
}

/** Where the comparison starts: what the first statement opens with, and what the books had of that account before its first day. */
export interface AccountBalances {
  readonly bankAccount: string;
  readonly start: { readonly statementId: string; readonly day: number; readonly bank: bigint; readonly ledger: bigint };
  readonly days: readonly DayBalance[];
}

const sum = (moved: readonly Moved[]): bigint => moved.reduce((total, { amount }) => total + amount, 0n);

/**
 * Per bank account the balances that its statements state, set against the books. What no line says the bank account of
 * belongs to the account where there is only one; else to none. Preconditions: statements are whole, of one legal entity
 * and currency, per account in the order of their days; lines that several statements show are given once.
 */
export function balancesOf(statements: readonly BalancedStatement[], { bank, ledger }: BothSides): readonly AccountBalances[] {
  const accounts = [...new Set(statements.map(({ bankAccount }) => bankAccount))];
  const alone = accounts.length === 1;
  return accounts.flatMap((bankAccount) => {
    const own = statements.filter((one) => one.bankAccount === bankAccount);
    const first = own.find(({ opening }) => opening !== null);
    if (first === undefined || first.opening === null) return [];
    const sides = { bank: bank.filter((one) => one.bankAccount === bankAccount), ledger: ledger.filter((one) => one.bankAccount === bankAccount || (alone && one.bankAccount === '')) };
    const before = sum(sides.ledger.filter(({ day }) => day < first.from));
    const start = { statementId: first.statementId, day: first.from, bank: first.opening, ledger: before };
    return [{ bankAccount, start, days: daysOf(own, start, sides) }];
  });
}

function daysOf(own: readonly BalancedStatement[], start: AccountBalances['start'], { bank, ledger }: BothSides): readonly DayBalance[] {
  let known = 0n;
  return lastOfDays(own).map(({ statementId, to, closing, follows }) => {
    const until = (moved: readonly Moved[]): readonly Moved[] => moved.filter(({ day }) => day <= to);
    const since = (moved: readonly Moved[]): readonly Moved[] => until(moved).filter(({ day, tied }) => day >= start.day && !tied);
    const held = sum(until(ledger));
    const unexplained = closing - held - (start.bank - start.ledger) - sum(since(bank)) + sum(since(ledger));
    const added = follows === false ? 0n : unexplained - known;
    known = unexplained;
    return { statementId, day: to, bank: closing, ledger: held, unexplained, added };
  });
}

/** Of statements that end on one day the one that no other of that day goes on from. */
function lastOfDays(own: readonly BalancedStatement[]): readonly (BalancedStatement & { readonly closing: bigint })[] {
  const byDay = new Map<number, (BalancedStatement & { readonly closing: bigint })[]>();
  for (const one of own) {
    if (one.closing !== null) byDay.set(one.to, [...(byDay.get(one.to) ?? []), { ...one, closing: one.closing }]);
  }
  const goesOn = (one: BalancedStatement, all: readonly BalancedStatement[]): boolean =>
    all.some((other) => other !== one && other.from === other.to && other.opening === one.closing && other.opening !== other.closing);
  return [...byDay].sort(([a], [b]) => a - b).flatMap(([, some]) => some.findLast((one) => !goesOn(one, some)) ?? some.at(-1) ?? []);
}
