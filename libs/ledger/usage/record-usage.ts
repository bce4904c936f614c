import { parseDecimal } from '#money';
import { conflict, failed, passed, refuseFutureDay, refuseUnrealDay, type Checked } from '../input-rules';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { UsageEvent, UsageRecord } from './usage.events';
import { usageRuns } from './usage-runs';
import { usageContent, type KnownBatch, type UsageState } from './usage.state';
import { refuseUsage, type UsageTerms } from './usage-terms';

/** Most records of one batch. */
export const usageRecordsMax = 5_000;
/** Decimals of a quantity; as everywhere. */
const quantityDecimals = 6;

/** Usage of one contract comes in. Each record counts once, by its own id; the batch is taken or refused as a whole. */
export interface RecordUsage {
  readonly inputHash: string;
  readonly contractId: string;
  /** Unique within the contract: a batch sent again with the same content gets its first answer. */
  readonly batchId: string;
  readonly records: readonly UsageRecord[];
}

export interface UsageFacts {
  readonly terms: UsageTerms;
  /** Today where the legal entity is. */
  readonly today: string;
  /** `usageContent` of those of the ids that are on record, from an index complete up to what the state has forgotten. */
  readonly known: (usageIds: readonly string[]) => ReadonlyMap<string, string>;
  readonly knownBatch: (batchId: string) => KnownBatch | undefined;
}

export interface UsageAnswer {
  readonly contractId: string;
  readonly batchId: string;
  /** Records that were new. */
  readonly recorded: number;
  /** Records left out, because their id was on record with the same content. */
  readonly duplicates: number;
}

/**
 * Refused as a whole when one record is at fault or stands on record with other content: `USAGE.CONFLICT`. The refusal
 * names the record by its place and id.
 */
export function decideRecordUsage(command: RecordUsage, state: UsageState, facts: UsageFacts): Decision<UsageEvent, UsageAnswer> {
  const { contractId, batchId, records, inputHash } = command;
  const answer = (recorded: number): UsageAnswer => ({ contractId, batchId, recorded, duplicates: records.length - recorded });
  const before = state.batches.get(batchId) ?? facts.knownBatch(batchId);
  if (before !== undefined) {
    return before.inputHash === inputHash
      ? accept([], answer(before.recorded))
      : refuse(conflict('USAGE.BATCH_CONFLICT', 'usage batch', batchId, 'Send the same records again, or take a new batch id.'));
  }
  if (records.length === 0 || records.length > usageRecordsMax) {
    const message = `the batch has ${records.length} records; one takes 1 to ${usageRecordsMax}. Send it in parts.`;
    return refuse(refusal('invalid', 'USAGE.BATCH_SIZE', message, { field: 'records', contractId }));
  }
  const fault = refuseRecords(records, facts);
  if (fault !== undefined) {
    return refuse(fault);
  }
  const fresh = freshRecords(records, state, facts);
  if (!fresh.ok) {
    return refuse(fresh.refusal);
  }
  const events = usageRuns(fresh.value).map((run): UsageEvent => ({ type: 'UsageRecorded', data: { contractId, batchId, records: run } }));
  return accept(events, answer(fresh.value.length));
}

/** The first record at fault, named by its place. */
function refuseRecords(records: readonly UsageRecord[], facts: UsageFacts): Refusal | undefined {
  // Thousands of records speak of few items, meters and days: each of these is looked up once.
  const looked = new Map<string, Refusal | undefined>();
  const ofTerms = (record: UsageRecord): Refusal | undefined => {
    const key = `${record.itemId}\u001f${record.meter ?? '\u001f'}\u001f${record.on}`;
    if (!looked.has(key)) {
      looked.set(key, refuseUnrealDay('on', record.on) ?? refuseFutureDay('on', record.on, facts.today) ?? refuseUsage(record, facts.terms));
    }
    return looked.get(key);
  };
  for (const [place, record] of records.entries()) {
    const fault = refuseId(record) ?? refuseQuantity(record) ?? ofTerms(record);
    if (fault !== undefined) {
      return atPlace(fault, place, record);
    }
  }
  return undefined;
}

const refuseId = ({ usageId }: UsageRecord): Refusal | undefined =>
  usageId === '' || usageId.length > 200
    ? refusal('invalid', 'USAGE.ID', 'usageId is empty or longer than 200 characters. Send the id your system gave the usage.', { field: 'usageId' })
    : undefined;

function refuseQuantity({ quantity }: UsageRecord): Refusal | undefined {
  const parsed = parseDecimal(quantity, { maxDecimals: quantityDecimals });
  return parsed.ok
    ? undefined
    : refusal('invalid', 'USAGE.QUANTITY', `quantity ${parsed.problem.message}.`, { field: 'quantity', value: parsed.problem.value });
}

function atPlace({ kind, code, message, data }: Refusal, place: number, { usageId }: UsageRecord): Refusal {
  const field = typeof data['field'] === 'string' ? `.${data['field']}` : '';
  const shown = usageId.slice(0, 80);
  return refusal(kind, code, `record ${place + 1}, usage ${JSON.stringify(shown)}: ${message}`, { ...data, field: `records[${place}]${field}`, usageId: shown });
}

/** The records whose ids are not on record, each once; or the refusal of the first that is with other content. */
function freshRecords(records: readonly UsageRecord[], state: UsageState, facts: UsageFacts): Checked<readonly UsageRecord[]> {
  const known = facts.known(records.map(({ usageId }) => usageId));
  const seen = new Map<string, string>();
  const fresh: UsageRecord[] = [];
  for (const [place, record] of records.entries()) {
    const { usageId } = record;
    const content = usageContent(record);
    const first = seen.get(usageId) ?? state.records.get(usageId) ?? known.get(usageId);
    if (first === undefined) {
      seen.set(usageId, content);
      fresh.push(record);
    } else if (first !== content) {
      const reason = conflict('USAGE.CONFLICT', 'usage', usageId, 'Nothing of the batch was recorded. Send it as it was first, or under a new id.');
      return failed(atPlace(reason, place, record));
    }
  }
  return passed(fresh);
}
