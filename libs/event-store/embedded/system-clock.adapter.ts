/** The machine's clock, milliseconds since the Unix epoch. It may go backwards. */
export const systemClock = (): number => Date.now();
