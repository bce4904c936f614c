import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger } from '#billing';
import type { Basis } from '#read-models';
import { openForWriting } from '../data-folder';
import { folderPlace, type LedgerPlace } from '../ledger-place';
import { spawnNode, type SpawnedNode } from '../node/spawned-node.test-kit';
import { verifyLedger } from '../verify/verify-ledger';
import { demoDay, demoEntity, makeDemo } from './run-demo';

/** The whole sample takes its time over the network; it is run where everything is run. */
const wholeSample = process.env['DAYBOOK_SAMPLE_DATA'] !== undefined;
const documents = wholeSample ? undefined : 120;

/** The bodies of every report, on both bases, at several places of the ledger, as text. */
async function bodiesOf({ reports }: Ledger, sequences: readonly number[]): Promise<string[]> {
  const bodies: string[] = [];
  for (const basis of ['effective', 'posting'] satisfies Basis[]) {
    for (const asOf of ['2010-12-31', demoDay, '2011-12-31']) {
      for (const sequence of sequences) {
        const question = { entityId: demoEntity, asOf, basis, knownAt: { sequence } };
        for (const report of ['receivables', 'aging', 'revenue', 'trialBalance', 'tieOut'] as const) {
          const { body } = await reports[report](question);
          bodies.push(`${report} ${basis} ${asOf} ${sequence} ${JSON.stringify(body)}`);
        }
      }
    }
  }
  return bodies;
}

interface Made {
  readonly bodies: readonly string[];
  readonly before: string;
  readonly failed: readonly string[];
}

async function demoIn(place: LedgerPlace): Promise<Made> {
  const ledger = await openForWriting(place, { followLog: false });
  try {
    const outcome = await makeDemo(ledger, documents);
    const { sequence: end } = await ledger.readModels.head();
    const bodies = await bodiesOf(ledger, [outcome.agingBefore.provenance.knownAt, end]);
    const failed = (await verifyLedger(ledger)).filter(({ ok }) => !ok).map(({ name, problems }) => `${name}: ${problems.join()}`);
    return { bodies, before: JSON.stringify(outcome.agingBefore.body), failed };
  } finally {
    await ledger.close();
  }
}

describe('the demo over a node of its own', () => {
  let folder: string;
  let node: SpawnedNode;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-demo-node-'));
    node = await spawnNode(['--port', '0', '--memory']);
  }, 120_000);
  afterAll(async () => {
    await node.stop();
    await rm(folder, { recursive: true });
  });

  it('gives the same report bodies as over the embedded log, to the byte', async () => {
    const embedded = await demoIn(folderPlace(join(folder, 'embedded')));
    const remote = await demoIn({ ...folderPlace(join(folder, 'remote')), eventStoreUrl: node.url });
    expect(embedded.failed).toEqual([]);
    expect(remote).toEqual(embedded);
    expect(embedded.bodies).toHaveLength(60);
  }, wholeSample ? 900_000 : 300_000);
});
