/** Milliseconds since the process began; unlike the time of day, they never go backwards. */
export const stopwatch = (): number => performance.now();
