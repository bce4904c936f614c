import type { Projection } from '../projection';
import type { Checkpoint } from '../store/checkpoint';
import { standsInLog, type ProjectionSource } from './log-batches';

/**
 * Why a read model does not fit the log: made from another ledger; the log has lost events that were read; the
 * checkpoint says what cannot be; made by another version of the program.
 */
export type MisfitReason = 'another-ledger' | 'log-lost-events' | 'edited-checkpoint' | 'another-version';

export interface Misfit {
  readonly projection: string;
  readonly reason: MisfitReason;
  /** What does not fit, and what to do. */
  readonly message: string;
}

/** The read models do not fit the log. Code `READ_MODELS.UNFIT`; the message says why and what to do. */
export class ReadModelsUnfit extends Error {
  readonly code = 'READ_MODELS.UNFIT';

  constructor(
    message: string,
    readonly reason: MisfitReason,
  ) {
    super(message);
  }
}

export interface Standing {
  readonly projection: Projection;
  readonly checkpoint: Checkpoint;
}

const positionGrammar = /^[0-9a-f]{32}$/;

/**
 * Compares where read models stand with the log. The checkpoints bear witness for each other: as long as one of them
 * fits at the same place or further on, the log has lost nothing up to there, so the checkpoint that does not fit was edited.
 */
export async function misfitsOf(source: ProjectionSource, readStore: string, standings: readonly Standing[]): Promise<Misfit[]> {
  const standing = new Map<Standing, boolean>();
  for (const each of standings) {
    standing.set(each, isOfLedger(source, each) && (await standsInLog(source, each.checkpoint)));
  }
  const furthest = standings.reduce((most, each) => (standing.get(each) === true ? later(most, each.checkpoint.position) : most), '');
  const misfits: Misfit[] = [];
  for (const each of standings) {
    const found = standing.get(each) === true ? otherVersion(each) : await lostOrEdited(source, each, furthest);
    if (found !== null) {
      misfits.push({ projection: each.projection.name, reason: found.reason, message: `Read model ${each.projection.name} in ${readStore} ${found.message}` });
    }
  }
  return misfits;
}

type Finding = Pick<Misfit, 'reason' | 'message'>;

const isOfLedger = ({ ledgerId }: ProjectionSource, { checkpoint }: Standing): boolean => checkpoint.ledgerId === ledgerId;

const later = (one: string, other: string | null): string => (other !== null && other > one ? other : one);

const rebuildOf = ({ projection }: Standing): string => `run "daybook rebuild ${projection.name}"`;

function otherVersion(each: Standing): Finding | null {
  const { projection, checkpoint } = each;
  if (checkpoint.version === projection.version) return null;
  return {
    reason: 'another-version',
    message: `was made by its version ${checkpoint.version}; this program has ${projection.version}: ${rebuildOf(each)}.`,
  };
}

async function lostOrEdited(source: ProjectionSource, each: Standing, furthest: string): Promise<Finding> {
  const { eventStream, eventRevision, eventId, sequence, ledgerId, position } = each.checkpoint;
  if (!isOfLedger(source, each)) {
    return {
      reason: 'another-ledger',
      message:
        `was made from another log than ${source.store.description}: its checkpoint names ledger ${ledgerId}, the log is of ledger ${source.ledgerId}. ` +
        `Find out which of the two files does not belong here, or who edited the checkpoint; to make the read model anew from this log, ${rebuildOf(each)}.`,
    };
  }
  const found = await idsAt(source, eventStream, eventRevision);
  const edited = (how: string): Finding => ({
    reason: 'edited-checkpoint',
    message: `has a checkpoint that was edited: ${how}. Find out who did that, then ${rebuildOf(each)}.`,
  });
  if (!positionGrammar.test(position ?? '')) return edited('its position is none that a log gives out');
  if (found === eventId) {
    return {
      reason: 'edited-checkpoint',
      message:
        `stands at another place than ${source.store.description} gives to the same event (revision ${eventRevision} of stream ${eventStream}): the log was ` +
        'copied to another store, which gives places of its own, or the checkpoint was edited. After a copy, run "daybook rebuild" once; if nobody copied ' +
        `the log, find out who edited the checkpoint, then ${rebuildOf(each)}.`,
    };
  }
  if (position! <= furthest) return edited(`another read model has read past its place, and the log never held what it names there (revision ${eventRevision} of stream ${eventStream})`);
  const held = found === null ? `no longer holds revision ${eventRevision} of stream ${eventStream}` : `holds another event at revision ${eventRevision} of stream ${eventStream} than the one`;
  return {
    reason: 'log-lost-events',
    message:
      `had read more than there is: the log ${held}${found === null ? ', which' : ''} the read model had read as event ${sequence} ` +
      'of the ledger. Events are missing at the end of the log, or an older copy of it was restored. Keep both files as they are, ' +
      'and bring back the whole log; a rebuild would wipe out what the read model still knows of it.',
  };
}

async function idsAt({ store }: ProjectionSource, stream: string, revision: number): Promise<string | null> {
  for await (const event of store.readStream(stream, { from: revision, maxCount: 1 })) return event.revision === revision ? event.id : null;
  return null;
}
