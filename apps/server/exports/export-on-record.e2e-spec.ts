import { ConfigureEntity, readAuditRecords } from '#billing';
import type { ExportMade } from '#ledger';
import { startTestServer, type TestServer } from '../testing/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.ledger.execute(
    new ConfigureEntity(
      {
        entityId: 'FR', name: 'Exemple', country: 'FR', taxId: 'FR40303265045', timeZone: 'UTC', baseCurrency: 'EUR', rounding: { basis: 'tax-rate', mode: 'half-up' }, agingBuckets: [30],
        defaultTerms: { netDays: 30 }, series: [{ seriesId: 'FR-INV', kind: 'invoice', prefix: 'F-', firstNumber: 1, digits: 6 }],
      },
      { actor: 'test', commandId: 'configure', correlationId: 'configure' },
    ),
  );
});
afterAll(() => server.stop());

const exportsMade = async (): Promise<readonly ExportMade['data'][]> => (await readAuditRecords(server.ledger, { kind: 'export' })).items.map(({ data }) => data as ExportMade['data']);

test.each([
  ['/exports/journal?format=csv&entityId=FR', {}, 'journal', { name: 'format', value: 'csv' }],
  ['/exports/fec?entityId=FR&from=2025-01-01&to=2025-12-31', {}, 'fec', { name: 'to', value: '2025-12-31' }],
  ['/exports/saf-t?entityId=FR&from=2025-01-01&to=2025-12-31', {}, 'saf-t', { name: 'entityId', value: 'FR' }],
  ['/reports/aging?asOf=2025-01-31&entityId=FR', { accept: 'text/csv' }, 'report aging', { name: 'format', value: 'csv' }],
  ['/reports/trial-balance?asOf=2025-01-31&entityId=FR', { accept: 'text/csv' }, 'report trial-balance', { name: 'asOf', value: '2025-01-31' }],
])('%s is on record: who, what, through which sequence', async (path, headers, format, parameter) => {
  const before = (await exportsMade()).length;
  const { status } = await server.get(path, { role: 'auditor', headers });
  const made = await exportsMade();
  expect([status, made.length - before]).toEqual([200, 1]);
  const by = { actor: 'auditor key', role: 'auditor', channel: 'http' };
  expect(made[0]).toMatchObject({ format, parameters: expect.arrayContaining([parameter]) as unknown, throughSequence: expect.any(Number) as number, by });
});

test('a report that is only looked at, or refused, is no export', async () => {
  const before = (await exportsMade()).length;
  await server.get('/reports/aging?asOf=2025-01-31&entityId=FR', { role: 'auditor' });
  await server.get('/exports/journal?entityId=NONE', { role: 'auditor' });
  expect((await exportsMade()).length).toBe(before);
});

test('no record, no export', async () => {
  const record = server.ledger.records.record.bind(server.ledger.records);
  Object.assign(server.ledger.records, { record: () => Promise.reject(Object.assign(new Error('away'), { code: 'STORE_UNAVAILABLE' })) });
  const { status, text } = await server.get('/exports/journal', { role: 'auditor' });
  Object.assign(server.ledger.records, { record });
  expect([status, text.includes('STORE_UNAVAILABLE')]).toEqual([503, true]);
});
