import type { Position } from '../port';

/**
 * Distance between the positions of two events that follow each other in the log. As on a real server, positions rise
 * and are never dense: a number in between names no event, and a reader that counts positions is found out early.
 */
export const positionStride = 100;

const twoHalves = /^([0-9a-f]{16})\1$/;

/** The position number of a row of the log, and the row of a position number. 0 is before everything. */
export const numberOfRow = (row: number): number => row * positionStride;
export const rowAtOrBefore = (number: number): number => Math.floor(number / positionStride);

/** The place in this log as the port writes it: commit and prepare are the same number here. */
export function positionOf(number: number): Position {
  const half = number.toString(16).padStart(16, '0');
  return (half + half) as Position;
}

/** @throws RangeError for a position that this log cannot have given out. */
export function positionNumber(position: Position | null): number {
  if (position === null) return 0;
  const half = twoHalves.exec(position)?.[1];
  const number = half === undefined ? Number.NaN : Number.parseInt(half, 16);
  if (Number.isNaN(number) || number % positionStride !== 0) {
    throw new RangeError(`${position} is no position of an embedded log: it comes from another store; begin anew from the start of the log`);
  }
  return number;
}
