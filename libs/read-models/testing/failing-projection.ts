import type { Kysely } from 'kysely';
import type { Projection, ProjectionWriter, WriterContext } from '../projection';
import { allProjections } from '../runner/all-projections';

export interface FailurePlan {
  /** Fails while this fact is applied. */
  readonly apply?: (sequence: number) => boolean;
  /** Fails after the rows of a batch are written, before the transaction ends. */
  readonly flushed?: () => boolean;
}

/** The projection, failing where the plan says. */
function failing(projection: Projection, plan: FailurePlan): Projection {
  const writer = (context: WriterContext): ProjectionWriter => {
    const inner = projection.writer(context);
    return {
      load: (db) => inner.load(db),
      prepare: (facts, db) => inner.prepare(facts, db),
      apply: (fact) => {
        if (plan.apply?.(fact.sequence) === true) throw new Error('planted failure');
        inner.apply(fact);
      },
      flush: async (db) => {
        await inner.flush(db);
        if (plan.flushed?.() === true) throw new Error('planted crash');
      },
      finish: (db: Kysely<unknown>) => inner.finish(db),
    };
  };
  return { ...projection, writer };
}

/** Every projection there is; the named one fails. */
export const withFailure = (name: string, plan: FailurePlan): Projection[] =>
  allProjections.map((projection) => (projection.name === name ? failing(projection, plan) : projection));
