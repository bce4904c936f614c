/** A line, or a range of lines, that did not go in. Says what stood there, the rule and the way out. */
export interface LineProblem {
  /** First line of the file concerned, counted from 1 (the header). */
  readonly line: number;
  /** Last line concerned, where it is more than one. */
  readonly lastLine?: number;
  readonly document?: string;
  readonly field: string;
  readonly value: string;
  readonly rule: string;
  readonly remedy: string;
}

const shownLength = 60;

/** Text from a file, made harmless to show on a terminal: no control characters, bounded. */
export function shown(value: string): string {
  const visible = value.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '·');
  return visible.length > shownLength ? `${visible.slice(0, shownLength)}…` : visible;
}

/** `line 12, Quantity "x": rule. Remedy.` */
export function problemText(problem: LineProblem): string {
  const lines = problem.lastLine === undefined || problem.lastLine === problem.line
    ? `line ${problem.line}`
    : `lines ${problem.line}–${problem.lastLine}`;
  const document = problem.document === undefined ? '' : ` of document ${shown(problem.document)}`;
  return `${lines}${document}: ${problem.field} "${shown(problem.value)}": ${problem.rule}. ${problem.remedy}`;
}

/** The whole file cannot be read as what it should be; nothing of it went in. */
export class FileRefused extends Error {
  constructor(
    readonly code: 'FILE.MISSING' | 'FILE.ENCODING' | 'FILE.COLUMNS' | 'FILE.LINE_TOO_LONG' | 'FILE.TOO_LARGE' | 'FILE.EMPTY' | 'FILE.DAMAGED',
    message: string,
  ) {
    super(message);
    this.name = 'FileRefused';
  }
}
