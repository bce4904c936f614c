import type { AccountRole } from '#ledger';
import type { BookedEntry } from './journal-entries';

/** Days of a book year, or of any other time a file covers: both included. */
export interface BookYear {
  readonly from: string;
  readonly to: string;
}

/** Minor units of the base currency; opening debit positive, debit and credit never negative. */
export interface AccountSums {
  readonly code: string;
  readonly name: string;
  readonly role: AccountRole;
  opening: bigint;
  debit: bigint;
  credit: bigint;
}

/** What a debtor's lines on one account come to. */
export interface DebtorSums {
  opening: bigint;
  closing: bigint;
}

/**
 * The first of two readings of the journal of one legal entity: what stands in front of the entries in a file (opening
 * balances, totals, debtors, tax codes), by posting date. It holds sums alone, one per account and debtor.
 */
export class JournalSurvey {
  readonly accounts = new Map<string, AccountSums>();
  /** Debtor account → account code → sums. */
  readonly debtors = new Map<string, Map<string, DebtorSums>>();
  readonly taxCodes = new Set<string>();
  /** Entries of the year, and their lines. */
  entries = 0;
  lines = 0;

  constructor(private readonly year: BookYear) {}

  take(booked: BookedEntry): void {
    const { entry } = booked;
    if (entry.postingDate > this.year.to) {
      return;
    }
    const isBefore = entry.postingDate < this.year.from;
    if (!isBefore) {
      this.entries += 1;
      this.lines += entry.lines.length;
    }
    for (const line of entry.lines) {
      this.#addToAccount(booked, line, isBefore);
      if (line.accountId !== '') {
        this.#addToDebtor(line.accountId, line.accountCode, line.baseAmount, isBefore);
      }
      if (line.taxCode !== '' && !isBefore) {
        this.taxCodes.add(line.taxCode);
      }
    }
  }

  /** Sum of all debit lines of the year; the credit lines come to the same. */
  get totalDebit(): bigint {
    return [...this.accounts.values()].reduce((sum, { debit }) => sum + debit, 0n);
  }

  get totalCredit(): bigint {
    return [...this.accounts.values()].reduce((sum, { credit }) => sum + credit, 0n);
  }

  #addToAccount({ accountOf }: BookedEntry, line: BookedEntry['entry']['lines'][number], isBefore: boolean): void {
    let account = this.accounts.get(line.accountCode);
    if (account === undefined) {
      const { code, name, role } = accountOf(line);
      account = { code, name, role, opening: 0n, debit: 0n, credit: 0n };
      this.accounts.set(code, account);
    }
    if (isBefore) account.opening += line.baseAmount;
    else if (line.baseAmount >= 0n) account.debit += line.baseAmount;
    else account.credit -= line.baseAmount;
  }

  #addToDebtor(accountId: string, code: string, amount: bigint, isBefore: boolean): void {
    let sums = this.debtors.get(accountId);
    if (sums === undefined) {
      sums = new Map();
      this.debtors.set(accountId, sums);
    }
    const before = sums.get(code) ?? { opening: 0n, closing: 0n };
    if (isBefore) before.opening += amount;
    before.closing += amount;
    sums.set(code, before);
  }
}

export const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
