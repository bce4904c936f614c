import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refusal } from '#ledger';
import type { CommandResult } from '../command-context';
import { refusedResult } from '../decisions/command-result';
import { RecordUsageBatches } from './record-usage-batches.command';
import type { UsageAnswer, UsageBatchesAnswer, UsageBatchResult } from './usage.answer';
import { UsageRecording } from './usage-recording';

/** Most records of one request, over all its batches. */
export const requestRecordsMax = 20_000;

/**
 * Records each batch as if it had come alone. What one of them came to is not known: nor is the whole, and to repeat it
 * is safe, since records have ids of their own.
 */
@CommandHandler(RecordUsageBatches)
export class RecordUsageBatchesHandler implements ICommandHandler<RecordUsageBatches> {
  constructor(private readonly recording: UsageRecording) {}

  async execute({ body, context }: RecordUsageBatches): Promise<CommandResult<UsageBatchesAnswer>> {
    const sent = body.batches.reduce((sum, { records }) => sum + records.length, 0);
    if (sent > requestRecordsMax) {
      const message = `the request has ${sent} records; one takes at most ${requestRecordsMax} over all its batches. Send it in parts.`;
      return refusedResult(refusal('invalid', 'USAGE.BATCH_SIZE', message, { field: 'batches', records: sent }));
    }
    const results = await Promise.all(body.batches.map((batch) => this.recording.record(batch, context)));
    const unknown = results.find(({ kind }) => kind === 'unknown');
    if (unknown !== undefined) {
      return unknown as CommandResult<UsageBatchesAnswer>;
    }
    return this.answer(body.batches.map(({ contractId }) => contractId), results);
  }

  private answer(contractIds: readonly string[], results: readonly CommandResult<UsageAnswer>[]): CommandResult<UsageBatchesAnswer> {
    const told = results.map((result, place) => resultIn(result, contractIds[place] ?? ''));
    const sum = (field: 'recorded' | 'duplicates'): number => told.reduce((total, each) => total + (each.state === 'recorded' ? each[field] : 0), 0);
    const accepted = results.filter((result) => result.kind === 'accepted');
    return {
      kind: 'accepted',
      answer: {
        recorded: sum('recorded'),
        duplicates: sum('duplicates'),
        refused: told.filter(({ state }) => state === 'refused').length,
        results: told,
      },
      writeToken: latest(accepted.map(({ writeToken }) => writeToken)),
      repeated: accepted.length > 0 && accepted.every(({ repeated }) => repeated),
    };
  }
}

function resultIn(result: CommandResult<UsageAnswer>, contractId: string): UsageBatchResult {
  if (result.kind === 'accepted') {
    return { state: 'recorded', ...result.answer };
  }
  const { code, message, data } = result.kind === 'refused' ? result.refusal : { code: 'OUTCOME.UNKNOWN', message: result.message, data: {} };
  return { state: 'refused', contractId, code, message, data };
}

/** Positions of one log sort as text. */
const latest = (positions: readonly (string | null)[]): string | null =>
  positions.reduce((last, each) => (each !== null && (last === null || each > last) ? each : last), null);
