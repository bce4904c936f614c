/**
 * How billable things are named. An item id holds no `~`, so that what follows the first one is the thing's key within
 * its item: `seat~2026-01-01`, `phase~milestone~design`. What is billed or credited of the same thing later says how
 * many times that happened: `seat~adjustment~1~2026-01-01`.
 */
export const billableIdOf = (itemId: string, key: string): string => `${itemId}~${key}`;

export const adjustmentIdOf = (itemId: string, key: string, count: number): string => `${itemId}~adjustment~${count}~${key}`;

export const creditIdOf = (itemId: string, key: string, count: number): string => `${itemId}~credit~${count}~${key}`;

/** The key of the thing that a billable, adjustment or credit id speaks of. */
export const keyOf = (itemId: string, id: string): string => id.slice(itemId.length + 1).replace(/^(adjustment|credit)~\d+~/, '');
