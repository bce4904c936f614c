import type { JsonSchema } from './event-schema';

/**
 * What a later schema takes away from consumers of an earlier one of the same version; empty when it only adds. A
 * consumer that reads what it knows and passes by what it does not goes on working: fields may be added where they are
 * optional, words may be added to a list of words. Everything else is a new version.
 */
export function broken(before: JsonSchema, after: JsonSchema, path = ''): string[] {
  return [...brokenKeywords(before, after, path), ...brokenFields(before, after, path), ...brokenParts(before, after, path)];
}

/** Keywords compared one by one elsewhere, or without meaning for a consumer. */
const structural = new Set(['properties', 'required', 'items', 'anyOf', 'enum', 'title', 'description', '$id', '$schema', 'examples']);

function brokenKeywords(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)].filter((name) => !structural.has(name)));
  const changed = [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const gone = (before.enum ?? []).filter((word) => !(after.enum ?? []).includes(word));
  const opened = before.enum !== undefined && after.enum === undefined;
  return [
    ...changed.map((name) => `${path}: ${name} was ${JSON.stringify(before[name])} and is ${JSON.stringify(after[name])}`),
    ...(opened ? [`${path}: was one of some words and is any`] : gone.map((word) => `${path}: no longer ${JSON.stringify(word)}`)),
    ...(before.enum === undefined && after.enum !== undefined ? [`${path}: was any and is one of some words`] : []),
  ];
}

function brokenFields(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const [old, now] = [before.properties ?? {}, after.properties ?? {}];
  const [needed, given] = [new Set(before.required ?? []), new Set(after.required ?? [])];
  return [
    ...Object.keys(old).flatMap((name) => (now[name] === undefined ? [`${path}/${name}: is gone`] : broken(old[name]!, now[name], `${path}/${name}`))),
    ...[...needed].filter((name) => !given.has(name)).map((name) => `${path}/${name}: was always there and may be absent`),
    // Facts written before do not have it, and they are replayed under the same version.
    ...[...given].filter((name) => !needed.has(name)).map((name) => `${path}/${name}: is new or was optional, and is required`),
  ];
}

function brokenParts(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const items = before.items !== undefined && after.items !== undefined ? broken(before.items, after.items, `${path}[]`) : [];
  const shape = (before.items === undefined) !== (after.items === undefined) ? [`${path}: is a list, or no longer one`] : [];
  const choices = JSON.stringify(before.anyOf) === JSON.stringify(after.anyOf) ? [] : [`${path}: other alternatives`];
  return [...items, ...shape, ...choices];
}
