import fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild } from '../embedded/testing/child-process';

/** How often a test kills: usually so many that it stays short; `DAYBOOK_TEST_KILLS` asks for a long run. */
export function killCount(usual: number): number {
  const asked = Number(process.env['DAYBOOK_TEST_KILLS'] ?? '');
  return Number.isSafeInteger(asked) && asked > 0 ? asked : usual;
}

/** A program at work, to be killed again and again. */
export interface KilledProgram {
  /** Compiled file. */
  readonly program: string;
  readonly args: (round: number) => readonly string[];
  readonly kills: number;
  /** Of the moments: the same in every run. */
  readonly seed: number;
  /** A kill comes after one to so many lines of output. */
  readonly linesMax: number;
  /** Told every line that the killed program had written. */
  readonly afterKill: (round: number, lines: readonly string[]) => Promise<void>;
}

/** Between a line and the kill after it, milliseconds: else every kill would come just behind a line. */
const pauseMaxMs = 25;

/**
 * Starts the program, kills it at a random moment (SIGKILL: nothing is tidied), looks at what it left, and starts it again.
 *
 * @throws Error with what the program complained of, when it ends by itself.
 */
export async function killAgainAndAgain({ program, args, kills, seed, linesMax, afterKill }: KilledProgram): Promise<void> {
  const moments = fc.sample(fc.tuple(fc.integer({ min: 1, max: linesMax }), fc.integer({ min: 0, max: pauseMaxMs })), { numRuns: kills, seed });
  for (const [round, [lines, milliseconds]] of moments.entries()) {
    const child = startChild(process.execPath, [program, ...args(round)]);
    try {
      await child.line((_, count) => count >= lines);
      await pause(milliseconds);
    } finally {
      child.process.kill('SIGKILL');
    }
    const how = await child.ended;
    if (how !== 'SIGKILL') throw new Error(`the program ended by itself with ${how} in round ${round}: ${child.lines.at(-1) ?? ''}`);
    await afterKill(round, child.lines);
  }
}
