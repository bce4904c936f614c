import { eventDefinitions } from '../event-registry';
import { impersonalTexts, ownPlaces } from './impersonal-texts';
import { mapPersonal, personalEventTypes } from './personal-fields';

interface Node {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
}

/** Data with every field of a schema, optional ones included. */
function whole(node: Node, name = ''): unknown {
  if (node.anyOf !== undefined) return whole(node.anyOf[0]!, name);
  if (node.properties !== undefined) return Object.fromEntries(Object.entries(node.properties).map(([key, value]) => [key, whole(value, key)]));
  if (node.items !== undefined) return [whole(node.items, name)];
  if (node.type === 'string') return name === 'accountId' ? 'E~C' : 'text';
  return node.type === 'boolean' ? true : 1;
}

/** Every text without a fixed form, as `Type/path/of/field`. */
function texts(node: Node, path: string): string[] {
  if (node.anyOf !== undefined) return node.anyOf.flatMap((each) => texts(each, path));
  if (node.properties !== undefined) return Object.entries(node.properties).flatMap(([key, value]) => texts(value, `${path}/${key}`));
  if (node.items !== undefined) return texts(node.items, path);
  return node.type === 'string' && node.enum === undefined && node.pattern === undefined ? [path] : [];
}

const definitions = eventDefinitions.map(({ type, schema }) => ({ type: type, schema: schema as Node }));
const known = new Set(Object.values(impersonalTexts).flat());

/** Places called `personal` that the rules pass by. */
function missed(type: string, data: unknown): string[] {
  const changed = JSON.stringify(mapPersonal(type, data, () => 'sealed'));
  return [...changed.matchAll(/"personal":(?!"sealed")/g)].map(() => type);
}

test('every field called personal is sealed, in every event', () => {
  expect(definitions.flatMap(({ type, schema }) => missed(type, whole(schema)))).toEqual([]);
  // The check bites: an event nobody has a rule for.
  expect(missed('Unheard', { personal: { name: 'Ada' } })).toEqual(['Unheard']);
});

test('every other text is known to say nothing of a person', () => {
  const open = definitions.flatMap(({ type, schema }) => {
    const sealed = mapPersonal(type, whole(schema), (_value, _subject, field) => `sealed ${field}`);
    return texts(schema, type).filter((path) => {
      const parts = path.split('/').slice(1);
      const isSealed = parts.includes('personal') || (parts.length === 1 && (sealed as Record<string, unknown>)[parts[0]!] === `sealed ${parts[0]}`);
      return !isSealed && !known.has(parts.at(-1)!) && !ownPlaces.some((place) => place.test(path));
    });
  });
  expect(open).toEqual([]);
});

test('names a subject for every part, and leaves the data it is given alone', () => {
  for (const { type, schema } of definitions.filter((each) => personalEventTypes.has(each.type))) {
    const data = whole(schema);
    const before = JSON.stringify(data);
    const subjects: string[] = [];
    mapPersonal(type, data, (value, subject) => {
      subjects.push(subject);
      return value;
    });
    expect([type, subjects.length > 0, subjects.every((subject) => /^(customer|payment|bank-line|inquiry|approval):.+$/.test(subject))]).toEqual([type, true, true]);
    expect(JSON.stringify(data)).toBe(before);
  }
});

test('passes by what says nothing of anybody', () => {
  const data = { customerId: 'C', kind: 'business', country: 'GB', personal: {} };
  expect(mapPersonal('CustomerRegistered', data, () => 'sealed')).toEqual(data);
});
