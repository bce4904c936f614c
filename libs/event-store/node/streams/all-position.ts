import type { StreamReader } from '../../embedded/stream-reader';
import type { WirePosition } from './read-request';

/** The place in the log a client's position names, null when no event stands there. 0 is before everything. */
export function logNumberAt(reader: StreamReader, { commit, prepare }: WirePosition): number | null {
  if (commit !== prepare) return null;
  return commit === 0 || reader.isBoundary(commit) ? commit : null;
}
