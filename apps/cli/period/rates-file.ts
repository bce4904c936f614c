import type { GivenRate } from '#ledger';
import { readCsvFile } from '../import/csv-rows';
import type { LineProblem } from '../import/line-problem';

export interface FileRate extends GivenRate {
  readonly line: number;
}

export interface RatesFile {
  readonly rates: readonly FileRate[];
  readonly problems: readonly LineProblem[];
}

const columns = ['currency', 'on', 'rate'] as const;

/** Reads the file as it stands: what a rate may be is decided where it is recorded. @throws FileRefused. */
export async function readRatesFile(path: string): Promise<RatesFile> {
  const rates: FileRate[] = [];
  const problems: LineProblem[] = [];
  await readCsvFile(path, {
    columns,
    onRow: ({ line, cells }) => {
      rates.push({ line, currency: cells.currency.trim(), on: cells.on.trim(), rate: cells.rate.trim() });
    },
    onProblem: (problem) => {
      problems.push(problem);
    },
  });
  return { rates, problems };
}
