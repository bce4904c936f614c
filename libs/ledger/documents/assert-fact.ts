/** Stops loudly on what cannot be: the log or the caller is wrong, and going on would write it down. */
export function assertFact(holds: boolean, message: string): asserts holds {
  if (!holds) {
    throw new Error(`impossible: ${message}; run \`daybook verify\``);
  }
}
