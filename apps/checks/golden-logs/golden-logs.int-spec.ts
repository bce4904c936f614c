import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UnknownEventType } from '#event-store';
import { eventDefinitions, type EventDefinition } from '#ledger';
import { projectionVersions } from '#read-models';
import { expectedOf, ledgerIdOf, recordedOutcome } from './expected-outcome';
import { factsOf, goldenFolder, goldenLogs, shapesOf, sumsFile, sumsOf, versionsHeld, writtenAs, type GoldenFact } from './golden-files';
import { readAs, shapeFault, shapesCodec } from './golden-shapes';
import { replayed } from './replayed-log';

const root = join(__dirname, '../../..');
const released = Object.keys(JSON.parse(readFileSync(join(root, 'docs/contract/released.json'), 'utf8')) as object);
const kept = readFileSync(join(root, goldenFolder, sumsFile), 'utf8').trimEnd().split('\n');

const logs = goldenLogs(root).map((folder) => [basename(folder), folder] as const);

describe('golden logs', () => {
  it('hold every version of every type that was ever released: npm run golden:add adds what is missing', () => {
    const held = versionsHeld(root);
    const ever = new Set([...released, ...eventDefinitions.flatMap(({ type, version }) => Array.from({ length: version }, (_unused, at) => `${type}.v${at + 1}`))]);
    expect([...ever].filter((name) => !held.has(name))).toEqual([]);
  });

  it('are what was added, byte for byte', () => {
    expect(sumsOf(root)).toEqual(kept);
  });

  it.each(logs)('%s comes to the same rows, figures and root as then', async (_name, folder) => {
    const outcome = await replayed(factsOf(folder), ledgerIdOf(folder));
    expect(outcome.broken).toEqual([]);
    const { digests, ...now } = recordedOutcome(outcome, projectionVersions);
    const expected = expectedOf(folder);
    // A version of a read model that nothing is recorded for was raised: npm run golden:add records it.
    expect(Object.keys(digests).filter((name) => expected.digests[name] === undefined)).toEqual([]);
    expect(expected.digests).toMatchObject(digests);
    // A report may say more than it did; what it said then it says now.
    expect(now).toMatchObject({ facts: expected.facts, rootHash: expected.rootHash, bodies: expected.bodies });
  });

  // A random history opens no series, so the rule of registers has nothing to go by there.
  it.each(logs.filter(([name]) => name.endsWith('-story')))('%s is whole to the independent verifier', (_name, folder) => {
    const said = execFileSync(process.execPath, [join(root, 'apps/verifier/verify-log.mjs'), folder], { encoding: 'utf8' });
    expect(said).toContain('Everything holds: sequences 1 to ');
  });

  it('reads every shape as it was read when it was added', () => {
    expect(shapesOf(root).flatMap((shape) => { const fault = shapeFault(shape); return fault === null ? [] : [`${writtenAs(shape)} ${fault}`]; })).toEqual([]);
  });
});

describe('what the check of golden logs sees', () => {
  const chart = (version: number): GoldenFact & { readonly readAs: string } => shapesOf(root).find((shape) => writtenAs(shape) === `ChartMapped.v${version}`)!;
  const withChart = (change: (definition: EventDefinition) => EventDefinition) => shapesCodec(eventDefinitions.map((one) => (one.type === 'ChartMapped' ? change(one) : one)));

  it('is an upcast that is gone, or says something else', () => {
    expect(shapeFault(chart(1), withChart((one) => ({ ...one, upcasts: [] })))).toMatch(/cannot be read/);
    const renamed = (data: Record<string, unknown>) => ({ ...data, entityId: 'OTHER' });
    expect(shapeFault(chart(2), withChart((one) => ({ ...one, upcasts: [one.upcasts[0]!, renamed] })))).toMatch(/cannot be read|reads as other data/);
    expect(shapeFault(chart(1))).toBeNull();
  });

  it('is a schema that no longer takes what was written', () => {
    const [shape] = shapesOf(root);
    const codec = shapesCodec(eventDefinitions.map((one) => (one.type === shape!.type ? { ...one, schema: { ...one.schema, required: ['never'] } as EventDefinition['schema'] } : one)));
    expect(shapeFault(shape!, codec)).toMatch(/cannot be read: .*never/);
  });

  it('is a byte that was changed', () => {
    const [shape] = shapesOf(root);
    expect(shapeFault({ ...shape!, data: shape!.data.replace(/[a-z](?=")/, (letter) => (letter === 'x' ? 'y' : 'x')) })).toBe('does not fit its content hash');
  });

  it('is a fact that is missing from a log', async () => {
    const [folder] = goldenLogs(root);
    const facts = factsOf(folder!);
    const last = facts.filter(({ type }) => type === 'InvoiceIssued').at(-1)!;
    const without = facts.filter((fact) => fact !== last && !(fact.stream === last.stream && fact.revision > last.revision));
    const outcome = await replayed(without, ledgerIdOf(folder!)).catch((error: Error) => error);
    expect(outcome instanceof Error || outcome.rootHash !== expectedOf(folder!).rootHash).toBe(true);
  });

  it('is a fact of a newer program, which is refused by name', () => {
    const newer = { ...chart(1), metadata: chart(1).metadata.replace('"schemaVersion":1', '"schemaVersion":99') };
    expect(() => readAs(newer)).toThrow(UnknownEventType);
    expect(() => readAs(newer)).toThrow(/ChartMapped.*99/);
  });
});
