import type { BankFileProblem } from './bank-statement';

/** Carries a problem out of nested reading; `readBankStatement` catches it, so it never leaves this library. */
export class BankFileRefused extends Error {
  constructor(readonly problem: BankFileProblem) {
    super(problem.message);
  }
}

/** Where in the file something stands. */
export interface Place {
  readonly line?: number;
  readonly path?: string;
}

/** @throws BankFileRefused always. */
export function refuseFile(code: string, message: string, { line, path }: Place = {}): never {
  throw new BankFileRefused({ code, message, ...(line === undefined ? {} : { line }), ...(path === undefined ? {} : { path }) });
}

const shownLength = 40;

/** A piece of the file fit for a message: short, quoted, without what is not seen. */
export function shown(text: string): string {
  return JSON.stringify(text.length > shownLength ? `${text.slice(0, shownLength)}…` : text).replace(/[\p{Cf}\p{Zl}\p{Zp}]/gu, '�');
}
