import { eventDefinitions } from '#ledger';
import { CliFailure } from '../cli-failure';

const nearMax = 3;

/** @throws CliFailure when no event is called so, naming the types that are near. */
export function knownEventType(type: string): string {
  const types: readonly string[] = eventDefinitions.map((definition) => definition.type);
  if (types.includes(type)) {
    return type;
  }
  const near = nearTo(type, types);
  const hint = near.length === 0 ? `There are ${[...types].sort().join(', ')}.` : `Did you mean ${near.join(', ')}?`;
  throw new CliFailure('usage', `--type ${JSON.stringify(type)}: no event is called so. ${hint}`);
}

/** Names that differ in few letters, or that hold what was written; the nearest first. */
function nearTo(written: string, names: readonly string[]): string[] {
  const wanted = written.toLowerCase();
  return names
    .map((name) => ({ name, far: name.toLowerCase().includes(wanted) && wanted.length > 2 ? 0 : lettersBetween(wanted, name.toLowerCase()) }))
    .filter(({ name, far }) => far <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, nearMax)
    .map(({ name }) => name);
}

/** Letters to add, remove or change to make one word of another. */
function lettersBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_unused, index) => index);
  for (let at = 0; at < one.length; at += 1) {
    const next = [at + 1];
    for (let to = 0; to < other.length; to += 1) {
      const changed = (row[to] ?? 0) + (one[at] === other[to] ? 0 : 1);
      next.push(Math.min(changed, (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
