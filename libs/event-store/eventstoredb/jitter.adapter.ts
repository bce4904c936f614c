/** A factor between a half and one, so that many who failed together do not come back together. */
export const jitter = (): number => 0.5 + Math.random() / 2;
