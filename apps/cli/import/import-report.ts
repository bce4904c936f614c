import { CliFailure } from '../cli-failure';
import type { Terminal } from '../output/terminal';
import { problemText, type LineProblem } from './line-problem';

const shownMax = 20;

/** Prints the rejects; all of them to a file is a shell's business, so they go to standard error. */
export function printRejects(terminal: Terminal, problems: readonly LineProblem[], all = false): void {
  if (problems.length === 0) {
    return;
  }
  terminal.note(`${problems.length} lines or documents did not go in:`);
  const shown = all ? problems : problems.slice(0, shownMax);
  for (const problem of shown) {
    terminal.note(`  ${problemText(problem)}`);
  }
  if (shown.length < problems.length) {
    terminal.note(`  … and ${problems.length - shown.length} more; add --all-rejects to see them`);
  }
}

/** Ends the import with exit code 3 when something was rejected: a script must not take it for complete. */
export function failOnRejects(problems: readonly LineProblem[]): void {
  if (problems.length > 0) {
    throw new CliFailure('refused', `The good documents are in; ${problems.length} rejects are listed above. Correct them and import the file again: what is in stays as it is.`);
  }
}
