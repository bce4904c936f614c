import type { StoredEvent } from '#event-store';
import { eventDefinitions } from '#ledger';
import { eventSchemaId } from './event-schema';
import { cloudEvent } from './cloud-event';
import { publicEvent } from './public-event';

const metadata = { actor: 'a', commandId: 'c', $correlationId: 'c', $causationId: 'c', inputHash: 'h', ledgerId: 'l', schemaVersion: 1, contentHash: 'h' };

it('an older fact names the schema that its data follows, not the one it was written by', () => {
  const { version } = eventDefinitions.find(({ type }) => type === 'ChartMapped')!;
  expect(version).toBeGreaterThan(1);
  const stored = { id: 'i', type: 'ChartMapped', stream: 'entity-UK', revision: 3, recordedAt: 0, data: {}, metadata } as unknown as StoredEvent;
  const event = publicEvent(stored, 7);
  expect(event.schemaVersion).toBe(version);
  expect(cloudEvent(event, 'l').dataschema).toBe(eventSchemaId('ChartMapped', version));
});
