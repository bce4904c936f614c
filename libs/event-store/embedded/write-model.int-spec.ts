import fc from 'fast-check';
import type { ExpectedState, LogWriteOutcome } from './index';
import { OpenLog } from './testing/open-log';
import { StreamModel } from './testing/stream-model';

const streams = ['a', 'b'] as const;
const stream = fc.constantFrom(...streams);
const expected: fc.Arbitrary<ExpectedState> = fc.oneof(fc.constantFrom('any', 'no_stream', 'stream_exists'), fc.nat(6));
// Few names, so that writes are often repeated: whole, in part, or in another order.
const names = fc.array(fc.constantFrom('1', '2', '3', '4'), { maxLength: 3 });

type Step = (log: OpenLog, models: ReadonlyMap<string, StreamModel>) => readonly [Promise<LogWriteOutcome>, () => unknown];

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(stream, expected, names).map(([of, at, ids]): Step => (log, models) => {
    const own = ids.map((id) => `${of} ${id}`);
    return [log.append(of, at, own), () => models.get(of)?.append(at, own)];
  }) },
  { weight: 2, arbitrary: fc.tuple(stream, expected).map(([of, at]): Step => (log, models) => [log.delete(of, at), () => models.get(of)?.delete(at)]) },
  { weight: 1, arbitrary: fc.tuple(stream, expected).map(([of, at]): Step => (log, models) => [log.tombstone(of, at), () => models.get(of)?.tombstone(at)]) },
  { weight: 2, arbitrary: fc.tuple(stream, fc.nat(4), fc.nat()).map(([of, begin, key]): Step => (log, models) => {
    const metadata = { $tb: begin, key };
    // A name of its own each time: a repeated metadata write is for the rules of appends, which it shares.
    metadataWrites += 1;
    return [log.setMetadata(of, JSON.stringify(metadata), `metadata ${metadataWrites}`), () => models.get(of)?.setMetadata(metadata)];
  }) },
);
let metadataWrites = 0;

const groupOrRestart = fc.oneof(
  { weight: 8, arbitrary: fc.array(step, { minLength: 1, maxLength: 5 }) },
  { weight: 1, arbitrary: fc.constant('restart' as const) },
);

const told = (outcome: unknown): unknown => {
  const { kind, revision, actual } = outcome as { kind: string; revision?: number; actual?: number };
  return { kind, revision, actual };
};

it('answers and keeps what the rules say, whatever is asked in whatever order, also in one group and after a restart', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(groupOrRestart, { maxLength: 14 }), async (groups) => {
      const log = await OpenLog.open();
      try {
        const models = new Map(streams.map((name) => [name, new StreamModel()]));
        for (const group of groups) {
          if (group === 'restart') {
            await log.restart();
            for (const model of models.values()) model.restart();
            continue;
          }
          const asked = group.map((act) => act(log, models));
          const answers = await Promise.all(asked.map(([answer]) => answer));
          expect(answers.map(told)).toEqual(asked.map(([, rule]) => told(rule())));
          for (const name of streams) expect(log.readable(name)).toEqual(models.get(name)?.readable);
        }
      } finally {
        await log.remove();
      }
    }),
    { numRuns: 150 },
  );
}, 120_000);
