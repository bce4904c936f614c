import type { Position } from '../port';

const twoHalves = /^([0-9a-f]{16})\1$/;

/** The place in this log as the port writes it: commit and prepare are the same number here. */
export function positionOf(number: number): Position {
  const half = number.toString(16).padStart(16, '0');
  return (half + half) as Position;
}

/** @throws RangeError for a position that this log cannot have given out. */
export function positionNumber(position: Position | null): number {
  if (position === null) return 0;
  const half = twoHalves.exec(position)?.[1];
  if (half === undefined) throw new RangeError(`${position} is no position of an embedded log`);
  return Number.parseInt(half, 16);
}
