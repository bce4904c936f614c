import { readAuditRecords, type Ledger } from '#billing';
import type { ConfigurationChanged } from '#ledger';
import { newKeyId } from '#server';
import { begunAct, commandLineActor, endedAct } from '../on-record/place-records';
import { settingsInEffect, type ServedAt } from './settings-in-effect';

type Configuration = ConfigurationChanged['data'];

/**
 * Compares what this server runs with with what is on record for it, and records each difference, before it serves anything.
 *
 * @throws when that cannot be recorded; then it does not serve.
 */
export async function recordSettings(ledger: Pick<Ledger, 'store' | 'codec' | 'records'>, served: ServedAt, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const { serverId, settings: effective } = settingsInEffect(served, env);
  const before = new Map((await lastRecorded(ledger, serverId)).map(({ name, value }) => [name, value]));
  const after = new Map(effective.map(({ name, value }) => [name, value]));
  const settings = [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => ({ name, ...value('before', before.get(name)), ...value('after', after.get(name)) }));
  if (settings.length > 0) {
    const actor = commandLineActor();
    await ledger.records.record({ type: 'ConfigurationChanged', data: { serverId, settings, effective: [...effective], by: { actor, channel: 'local' } } }, actor);
  }
}

/**
 * Records that API keys were changed by hand while the server runs. Keys that a command made, changed or revoked are on
 * record as its act and need no second one.
 */
export async function recordKeysByHand(ledger: Pick<Ledger, 'store' | 'codec' | 'records'>, served: ServedAt): Promise<void> {
  const { serverId, settings } = settingsInEffect(served);
  const before = new Map((await lastRecorded(ledger, serverId)).map(({ name, value }) => [name, value]));
  const after = new Map(settings.map(({ name, value }) => [name, value]));
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((name) => name.startsWith(keySetting) && before.get(name) !== after.get(name));
  const { items } = await readAuditRecords(ledger, { kind: 'act', limit: actsLookedAt });
  const byCommand = new Set(items.flatMap(({ type, data }) => (type === 'AdministrativeActBegun' && 'subject' in data ? [`${keySetting}${String(data.subject)}`] : [])));
  if (changed.some((name) => !byCommand.has(name))) await recordSettings(ledger, served);
}

const keySetting = 'api-key ';
const actsLookedAt = 1_000;

/** The key that a first start makes for itself is on record before it is made. */
export async function recordFirstKey(ledger: Pick<Ledger, 'records'>, make: (id: string) => string): Promise<string> {
  const id = newKeyId();
  const begun = begunAct({ act: 'api-key.create', subject: id, changes: [{ name: 'name', after: 'first admin' }, { name: 'role', after: 'admin' }] });
  await ledger.records.record(begun, commandLineActor());
  const key = make(id);
  await ledger.records.record(endedAct(begun, 'done'), commandLineActor());
  return key;
}

const value = (name: 'before' | 'after', text: string | undefined): { readonly before?: string; readonly after?: string } => (text === undefined ? {} : { [name]: text });

/** Read back to the last record of this server, so that nothing but the log says what was on record. */
async function lastRecorded(ledger: Pick<Ledger, 'store' | 'codec'>, serverId: string): Promise<NonNullable<Configuration['effective']>> {
  for (let after: number | undefined; ; ) {
    const { items, next } = await readAuditRecords(ledger, { kind: 'configuration', limit: 1, ...(after === undefined ? {} : { after }) });
    const found = items.map(({ data }) => data as Configuration).find((data) => data.serverId === serverId);
    if (found !== undefined || next === null) return found?.effective ?? [];
    after = next;
  }
}
