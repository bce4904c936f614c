import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventDefinitions, type EventDefinition } from '#ledger';
import { projectionVersions } from '#read-models';
import { earlierData } from './earlier-data';
import { expectedFile, factsOf, goldenFolder, goldenLogs, shapesFile, shapesOf, sumsFile, sumsOf, versionsHeld } from './golden-files';
import { shapeLine, shapeOf } from './golden-shapes';
import { ledgerIdOf, recordedOutcome, type Expected } from './expected-outcome';
import { replayed } from './replayed-log';
import { tellHistory, tellStory } from './told-story';

/**
 * Adds what no golden log holds yet; nothing that stands is changed. `npm run golden:add` adds shapes of new versions and
 * outcomes of new versions of read models; with `-- NAME` it keeps two logs as today's program
 * writes them under that name as well.
 */
async function main(root: string, story: string | undefined): Promise<void> {
  mkdirSync(join(root, goldenFolder), { recursive: true });
  if (story !== undefined) {
    await addLog(join(root, goldenFolder, `${story}-story`), tellStory);
    await addLog(join(root, goldenFolder, `${story}-history`), (folder) => tellHistory(folder, historySeed));
  }
  addShapes(root);
  for (const folder of goldenLogs(root)) await addOutcomes(folder);
  writeFileSync(join(root, goldenFolder, sumsFile), `${sumsOf(root).join('\n')}\n`);
}

const historySeed = 20_261_123;

async function addLog(folder: string, tell: (folder: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) throw new Error(`${folder} is there already: a golden log is never written again. Give another name.`);
  mkdirSync(folder);
  await tell(folder);
  console.log(`${folder}: ${factsOf(folder).length} facts`);
}

function addShapes(root: string): void {
  const held = versionsHeld(root);
  let place = shapesOf(root).length;
  for (const [definition, version] of eventDefinitions.flatMap((one) => versionsOf(one).map((version) => [one, version] as const))) {
    const name = `${definition.type}.v${version}`;
    if (held.has(name)) continue;
    const data = earlierData[name];
    if (data === undefined && version < definition.version) throw new Error(`Nobody can write ${name} any more: put what programs of the time wrote into earlier-data.ts.`);
    place += 1;
    appendFileSync(join(root, goldenFolder, shapesFile), `${shapeLine(shapeOf(definition, version, place, data as Record<string, unknown> | undefined))}\n`);
    console.log(`${name} added`);
  }
}

const versionsOf = ({ version }: EventDefinition): readonly number[] => Array.from({ length: version }, (_unused, at) => at + 1);

/** A read model whose version was raised comes to other rows: what it comes to is added beside what it came to before. */
async function addOutcomes(folder: string): Promise<void> {
  const path = join(folder, expectedFile);
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Expected) : null;
  const now = recordedOutcome(await replayed(factsOf(folder), ledgerIdOf(folder)), projectionVersions);
  const expected: Expected = before === null ? now : { ...before, digests: { ...now.digests, ...before.digests } };
  writeFileSync(path, `${JSON.stringify(expected, null, 1)}\n`);
}

// Started from the repository's root.
void main('.', process.argv[2]);
