import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidV5 } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';

const event = (name: string) => ({ id: uuidV5(name), type: 'Noted', data: `{"name":"${name}"}`, metadata: '{}' });

it('keeps what it acknowledged across a reopen', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-log-'));
  const file = join(folder, 'log.db');
  const first = await openEmbeddedStore({ file });
  await expect(first.append('sale-1', 'no_stream', [event('a'), event('b')])).resolves.toMatchObject({ kind: 'appended', revision: 1 });
  await first.close();
  const second = await openEmbeddedStore({ file });
  const names: string[] = [];
  for await (const { data } of second.readStream('sale-1')) names.push(data);
  expect(names).toEqual(['{"name":"a"}', '{"name":"b"}']);
  await second.close();
  await rm(folder, { recursive: true });
});
