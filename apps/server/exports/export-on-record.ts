import { nobody, recordedCaller } from '#billing';
import type { Call } from '../edge/call';
import type { LedgerAccess } from '../ledger-access';
import { callerOf } from '../security/caller';

export interface ExportToRecord {
  /** `journal`, `fec`, `report aging`. */
  readonly format: string;
  /** What was asked: ids, days, a format. */
  readonly parameters: object;
  readonly throughSequence?: number | undefined;
}

/**
 * Puts an export on record before its first byte is sent.
 *
 * @throws what the store says when it cannot be; then nothing may be sent.
 */
export async function exportOnRecord({ request }: Call, { records }: Pick<LedgerAccess, 'records'>, { format, parameters, throughSequence }: ExportToRecord): Promise<void> {
  const caller = callerOf(request);
  const by = recordedCaller(caller === null ? { actor: nobody, channel: 'http' } : { actor: caller.name, keyId: caller.keyId, role: caller.role, channel: 'http' });
  const named = Object.entries(parameters as Readonly<Record<string, unknown>>)
    .filter(([name, value]) => value !== undefined && name !== 'kind')
    .map(([name, value]) => ({ name, value: (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 1_000) }));
  const through = throughSequence === undefined ? {} : { throughSequence };
  await records.record({ type: 'ExportMade', data: { exportId: request.id, format, parameters: named, ...through, by } }, by.actor);
}
