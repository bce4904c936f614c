import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const program = join(__dirname, '../../../dist/libs/exports/testing/measure-export.js');
/** What a process that writes an export may ever hold; measured for a million lines in docs/benchmarks. */
const mebibytesMax = 200;

interface Measured {
  readonly lines: number;
  readonly peakMiB: number;
  readonly problems: number;
}

/** In a process of its own, as built: memory of the test runner does not count. */
describe('100,000 journal lines', () => {
  it.each(['csv', 'xlsx', 'check-fec', 'saf-t', 'beancount'])(`written as %s never hold more than ${mebibytesMax} MiB`, (format) => {
    expect(existsSync(program)).toBe(true);
    const { lines, peakMiB, problems } = JSON.parse(execFileSync(process.execPath, [program, format, '100000'], { encoding: 'utf8' })) as Measured;
    expect(lines).toBeGreaterThanOrEqual(100_000);
    expect(problems).toBe(0);
    expect(peakMiB).toBeLessThanOrEqual(mebibytesMax);
  }, 120_000);
});
