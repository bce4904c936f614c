import type { TableStyle } from './table';

/** Where a command's figures go, and what that place can show. */
export interface Terminal {
  readonly style: TableStyle;
  /** Figures and answers: standard output. */
  print(text?: string): void;
  /** Everything about the work itself: standard error, so that output can be piped. */
  note(text: string): void;
  heading(text: string): void;
}

const widthWithoutTerminal = 160;

export function processTerminal(noColour = false): Terminal {
  const isTerminal = process.stdout.isTTY;
  const colour = isTerminal && !noColour && process.env['NO_COLOR'] === undefined;
  return {
    style: { width: isTerminal ? process.stdout.columns : widthWithoutTerminal, colour },
    print: (text = '') => process.stdout.write(`${text}\n`),
    note: (text) => process.stderr.write(`${text}\n`),
    heading: (text) => process.stdout.write(colour ? `\n\u001b[1m${text}\u001b[0m\n` : `\n${text}\n`),
  };
}
