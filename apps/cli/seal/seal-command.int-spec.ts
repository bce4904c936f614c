import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigureEntity, openLedger, RegisterCustomer } from '#billing';
import { CheckProofCommand } from '../prove/check-proof.command';
import { ProveFactCommand, ProveGrowthCommand } from '../prove/prove.command';
import { Mailbox } from '../../../libs/delivery/testing';
import { VerifyCommand } from '../verify/verify.command';
import { SealCommand } from './seal.command';
import { automaticSeals } from './sealing';

const entity = {
  entityId: 'UK', name: 'Sample', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 }, series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};

describe('seals and proofs at the terminal', () => {
  let folder: string;
  let requests = 0;
  const context = () => ({ actor: 'test', commandId: `c${(requests += 1)}`, correlationId: `c${requests}` });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seal-command-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs a command as the program does, and gives what it printed; what ends it comes out as it is. */
  async function run(command: object, args: readonly string[], options: object = {}): Promise<string> {
    let printed = '';
    const print = (text = ''): void => {
      printed += `${text}\n`;
    };
    Object.assign(command, { terminal: { print, note: print, style: { width: 160, colour: false } } });
    const runnable = command as unknown as { execute(args: readonly string[], options: object): Promise<void> };
    await runnable.execute(args, { data: folder, ...options }).catch((error: Error) => print(error.message));
    return printed;
  }

  async function register(...customerIds: readonly string[]): Promise<void> {
    const ledger = await openLedger({ dataFolder: folder, followLog: false });
    await ledger.execute(new ConfigureEntity(entity, context()));
    for (const customerId of customerIds) await ledger.execute(new RegisterCustomer({ customerId, kind: 'business', country: 'GB' }, context()));
    await ledger.close();
  }

  it('seals, verifies with anchors, and proves facts and growth to somebody without the ledger', async () => {
    const anchor = join(folder, 'anchors.jsonl');
    await register('C1', 'C2');
    expect(await run(new VerifyCommand(), [], { chain: true })).toContain('the log holds no seal, so nothing proves that it is whole');
    expect(await run(new SealCommand(), [], { anchor })).toMatch(/Sealed \d+ facts\n {2}root {2}[0-9a-f]{64}/);
    expect(await run(new SealCommand(), [], { anchor })).toMatch(/Nothing new since the seal over \d+ facts/);
    await register('C3');
    await run(new SealCommand(), [], { anchor });
    expect(await run(new VerifyCommand(), [], { chain: true, anchor })).toContain('All 5 checks hold.');
    const asJson = JSON.parse((await run(new VerifyCommand(), [], { chain: true, anchor, format: 'json' })).split('\nAll ')[0]!) as { ok: boolean; head: { unsealed: number } };
    expect(asJson).toMatchObject({ ok: true, head: { unsealed: 1 } });

    const [fact, growth] = [join(folder, 'fact.json'), join(folder, 'growth.json')];
    expect(await run(new ProveFactCommand(), ['4'], { to: fact })).toContain('Anybody can check it');
    expect(await run(new CheckProofCommand(), [fact], { anchor })).toMatch(/at sequence 4 .* stands in the log sealed over \d+ facts/);
    await run(new ProveGrowthCommand(), [], { to: growth });
    expect(await run(new CheckProofCommand(), [growth], { anchor })).toContain('begins with exactly the');
    writeFileSync(fact, readFileSync(fact, 'utf8').replace('\\"C1\\"', '\\"C9\\"').replace('\\"UK\\"', '\\"US\\"'));
    expect(await run(new CheckProofCommand(), [fact], { anchor })).toContain('The proof does not hold: the event does not fit its content hash');
    expect(await run(new ProveFactCommand(), ['INV-9'])).toContain('There is no fact "INV-9"');
  });

  it('goes on under a new key, also when the change of keys was cut short', async () => {
    await register('C1');
    await run(new SealCommand(), []);
    expect(await run(new SealCommand(), [], { rotateKey: true })).toMatch(/Key [0-9a-f]{16} follows [0-9a-f]{16}/);
    const [kept] = readdirSync(folder).filter((name) => /^seal-key\.pem\.[0-9a-f]{16}$/.test(name));
    // As if the process had died after the log learned of the key: the file still holds the old one.
    writeFileSync(join(folder, 'seal-key.pem.next'), readFileSync(join(folder, 'seal-key.pem')), { mode: 0o600 });
    writeFileSync(join(folder, 'seal-key.pem'), readFileSync(join(folder, kept!)), { mode: 0o600 });
    await register('C2');
    expect(await run(new SealCommand(), [])).toContain('Give it the right one');
    expect(await run(new SealCommand(), [], { rotateKey: true })).toMatch(/Key [0-9a-f]{16} follows [0-9a-f]{16}/);
    expect(await run(new VerifyCommand(), [], { chain: true })).toContain('All 5 checks hold.');
  });

  it('mails each seal, and keeps it in a second store that verify reads', async () => {
    const mailbox = await Mailbox.open();
    const elsewhere = mkdtempSync(join(tmpdir(), 'seal-elsewhere-'));
    const settings = { DAYBOOK_SMTP: mailbox.url, DAYBOOK_MAIL_FROM: 'billing@example.com', DAYBOOK_ANCHOR_MAIL: 'auditor@example.com', DAYBOOK_ANCHOR_STORE: elsewhere };
    const before = { ...process.env };
    Object.assign(process.env, settings);
    try {
      await register('C1');
      expect(await run(new SealCommand(), [])).toMatch(/Sealed \d+ facts/);
      expect((await mailbox.read()).map(({ subject }) => subject)).toEqual([expect.stringMatching(/^Daybook seal over \d+ facts of /)]);
      expect(await run(new VerifyCommand(), [], { chain: true, anchor: elsewhere })).toContain('1 seals kept outside the log');
    } finally {
      process.env = before;
      await mailbox.close();
      rmSync(elsewhere, { recursive: true });
    }
  });

  it('seals a served ledger by itself once facts have waited, and stops loudly on a wrong setting', async () => {
    await register('C1');
    const ledger = await openLedger({ dataFolder: folder, followLog: false });
    try {
      await expect(automaticSeals(ledger, () => undefined, { DAYBOOK_SEAL: 'maybe' })).rejects.toThrow('DAYBOOK_SEAL takes auto or off.');
      expect(await automaticSeals(ledger, () => undefined, { DAYBOOK_SEAL: 'off' })).toBeNull();
    } finally {
      await ledger.close();
    }
  });
});
