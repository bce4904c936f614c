import type { UsageRecord } from './usage.events';

/** One event holds no more records, nor more text: groups of events are cut at 256 KiB. */
const eventRecordsMax = 1_000;
const eventTextMax = 160 * 1024;

/** Bytes of names, quotes and the day that a record has beside its texts. */
const recordFrame = 80;

const beyondAscii = /[^ -~]/;

/** Records in runs that each make one event, in their order. */
export function usageRuns(records: readonly UsageRecord[]): UsageRecord[][] {
  const runs: UsageRecord[][] = [];
  let run: UsageRecord[] = [];
  let size = 0;
  for (const record of records) {
    const bytes = weight(record);
    if (run.length > 0 && (run.length >= eventRecordsMax || size + bytes > eventTextMax)) {
      runs.push(run);
      run = [];
      size = 0;
    }
    run.push(record);
    size += bytes;
  }
  if (run.length > 0) {
    runs.push(run);
  }
  return runs;
}

/** At least the bytes of a record's canonical JSON: a UTF-16 unit beyond ASCII takes three at most. */
function weight({ usageId, itemId, meter = '', quantity, text = '' }: UsageRecord): number {
  const all = `${usageId}${itemId}${meter}${quantity}${text}`;
  return recordFrame + all.length * (beyondAscii.test(all) ? 3 : 1);
}
