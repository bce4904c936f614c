import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger, RegisterCustomer } from '#billing';
import { folderPlace } from '../ledger-place';
import { CopyCommand } from './copy.command';

test('a copied log says of people what the first one said, and no more of those who were erased', async () => {
  const root = mkdtempSync(join(tmpdir(), 'copy-keys-'));
  const [from, to] = [join(root, 'from'), join(root, 'to')];
  const context = { actor: 'test', commandId: 'c', correlationId: 'c' };
  const first = await openLedger({ dataFolder: from });
  for (const customerId of ['kept', 'gone']) {
    await first.execute(new RegisterCustomer({ customerId, kind: 'person', country: 'GB', personal: { name: `Name of ${customerId}` } }, { ...context, commandId: customerId }));
  }
  first.codec.keys!.destroy(['customer:gone']);
  await first.close();

  const said: string[] = [];
  const command = Object.assign(new CopyCommand(), { terminal: { print: (text: string) => said.push(text), note: (text: string) => said.push(text), style: { width: 100, colour: false } } });
  await (command as unknown as { execute(args: readonly string[], options: object): Promise<void> }).execute([], { from: folderPlace(from), to: folderPlace(to) });
  expect(said.join('\n')).toContain(`The keys of the people in the log are in ${join(to, 'subject-keys.db')}.`);

  const copied = await openLedger({ dataFolder: to });
  await copied.readModels.catchUp();
  expect(await copied.lookups.findCustomer('kept')).toMatchObject({ name: 'Name of kept' });
  expect(JSON.stringify(await copied.lookups.findCustomer('gone'))).not.toContain('Name of');
  await copied.close();
  rmSync(root, { recursive: true });
});
