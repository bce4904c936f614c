import { createHash } from 'node:crypto';
import { isCleanId } from '../validation/plain-text';

/**
 * Our id of what another system names: the system's name, `~`, and its id; with `~` and the version where each version
 * is a thing of its own. Two different names never give one id: a tilde inside is written `~0`, and what does not fit an
 * id as it is becomes a hash behind two tildes.
 */
export function sourceIdOf(system: string, id: string, version?: string): string {
  const parts = [id, ...(version === undefined ? [] : [version])].map((part) => part.normalize('NFC'));
  const readable = [system, ...parts.map((part) => part.replaceAll('~', '~0'))].join('~');
  return isCleanId(readable) ? readable : `${system}~~${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)}`;
}
