import type { Position } from '../port';

/** A place in the log as the client has it. The two numbers are kept and sent back as they were given, never counted with. */
export interface ClientPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

const halves = /^([0-9a-f]{16})([0-9a-f]{16})$/;

export function positionOf({ commit, prepare }: ClientPosition): Position {
  const half = hex(commit);
  return (half + (prepare === commit ? half : hex(prepare))) as Position;
}

/** @throws RangeError for what is no position. */
export function clientPosition(position: Position): ClientPosition {
  const [, commit, prepare] = halves.exec(position) ?? [];
  if (commit === undefined || prepare === undefined) throw new RangeError(`${position} is no position of a log: give one that a read returned`);
  return { commit: BigInt(`0x${commit}`), prepare: BigInt(`0x${prepare}`) };
}

const hex = (number: bigint): string => number.toString(16).padStart(16, '0');

/** The later of two places, null being before everything. */
export const laterOf = (left: Position | null, right: Position | null): Position | null =>
  left === null || (right !== null && right > left) ? right : left;
