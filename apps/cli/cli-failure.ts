/** Exit codes of the `daybook` command, as its help lists them. */
export const exitCodes = {
  ok: 0,
  'check-failed': 1,
  usage: 2,
  refused: 3,
} as const;
export type FailureKind = Exclude<keyof typeof exitCodes, 'ok'>;

export const exitCodesHelp = `
Exit codes:
  0  done, and every check held
  1  a check did not hold (verify, rebuild, demo, bench)
  2  wrong use: unknown command or option, unreadable file, no such data folder
  3  refused: bad input, rejected lines, or the data folder is held by another process`;

/** Ends the command with its exit code; the message says what, which, and what to do. */
export class CliFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
  ) {
    super(message);
    this.name = 'CliFailure';
  }
}
