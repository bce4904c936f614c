import { Command, Option } from 'nest-commander';
import { readSealRecord, verifyChain, type Check } from '#audit';
import type { Ledger } from '#billing';
import { createApiKey, roles } from '#server';
import { CliFailure } from '../cli-failure';
import { openForWriting } from '../data-folder';
import { ledgerPlace } from '../ledger-place';
import { defaultPort, ServingCommand, type ServingOptions } from '../start/serving-command';
import { serve } from '../start/serve';
import { checksTable } from '../verify/checks-table';
import { sealerOf } from '../seal/sealing';
import { verifyLedger } from '../verify/verify-ledger';
import { demoChecks, type DemoEvidence } from './demo-checks';
import { fileFigures, registerFigures } from './demo-figures';
import { clearDemoPlace } from './demo-folder';
import { mailFolder, mailFolderOf } from '#delivery';
import { paidChecks } from './getting-paid/paid-checks';
import { playGettingPaid } from './getting-paid/play-getting-paid';
import { printPaid } from './getting-paid/print-paid';
import { euroChecks } from './in-euro/euro-checks';
import { tardy } from './in-euro/euro-company';
import { playInEuro } from './in-euro/play-euro';
import { printInEuro } from './in-euro/print-euro';
import { printDemo } from './print-demo';
import { demoDay, demoEntity, makeDemo } from './run-demo';
import { printYear } from './year/print-year';
import { yearChecks } from './year/year-checks';

interface DemoOptions extends ServingOptions {
  readonly once?: boolean;
}

@Command({ name: 'demo', description: 'a week of a real shop: from sales to reports, verified; then the server' })
export class DemoCommand extends ServingCommand<DemoOptions> {
  protected override async execute(_args: readonly string[], options: DemoOptions): Promise<void> {
    const started = performance.now();
    const place = ledgerPlace({ ...options, data: options.data ?? './data/demo' });
    const served = options.once === true ? null : this.servedOf(place, options);
    await clearDemoPlace(place);
    const { folder } = place;
    const mail = mailFolder(mailFolderOf(folder), { address: 'billing@sample-services.example', name: 'Sample Services Ltd' });
    const publicUrl = `http://localhost:${served?.port ?? defaultPort}`;
    const ledger = await openForWriting(place, { followLog: false, mail, publicUrl });
    try {
      const evidence = await gather(ledger);
      const paid = await playGettingPaid(ledger, folder);
      const euro = await playInEuro(ledger, folder);
      await printDemo(ledger, this.terminal, evidence);
      await printYear(ledger, this.terminal);
      await printPaid(ledger, this.terminal, folder, paid);
      await printInEuro(ledger, this.terminal, folder, euro);
      const ofYear = await yearChecks(ledger, evidence.outcome.factsOfSecondYear);
      const ofMoney = [...(await paidChecks(ledger, folder, paid)), ...(await euroChecks(ledger, folder, euro))];
      const checks = [...demoChecks(evidence), ...ofYear, ...ofMoney, ...(await verifyLedger(ledger)), ...(await sealedChecks(ledger))];
      this.terminal.heading('CHECKS');
      this.terminal.print(checksTable(checks, this.terminal.style));
      const failed = checks.filter(({ ok }) => !ok).length;
      this.terminal.print(`\n${checks.length - failed} of ${checks.length} checks hold, ${((performance.now() - started) / 1000).toFixed(0)} s after the start. Data: ${folder}`);
      if (failed > 0) {
        throw new CliFailure('check-failed', `${failed} checks of the demo do not hold; they are listed above.`);
      }
      if (served !== null) {
        this.printKeys(folder);
        await this.printCustomerPage(ledger);
        await serve(ledger, served);
      }
    } finally {
      await ledger.close();
    }
  }

  private printKeys(folder: string): void {
    this.terminal.heading('API KEYS, one for each role');
    for (const role of roles) {
      this.terminal.print(`  ${role.padEnd(12)} ${createApiKey(folder, { name: `demo ${role}`, role }).key}`);
    }
    this.terminal.print();
  }

  private async printCustomerPage(ledger: Ledger): Promise<void> {
    const link = await ledger.links.linkTo({ accountId: tardy });
    this.terminal.heading("A CUSTOMER'S PAGE, as the messages link to it");
    this.terminal.print(`  ${link?.url ?? ''}\n`);
  }

  @Option({ flags: '--once', description: 'end after the checks; exit code 0 only if all hold' })
  once(): boolean {
    return true;
  }
}

async function gather(ledger: Ledger): Promise<DemoEvidence> {
  const outcome = await makeDemo(ledger);
  const question = { entityId: demoEntity, asOf: demoDay };
  const receivables = await ledger.reports.receivables(question);
  return {
    outcome,
    file: fileFigures(outcome.file),
    registers: await registerFigures(ledger),
    agingNow: await ledger.reports.aging(question),
    agingAgain: await ledger.reports.aging({ ...question, knownAt: { sequence: outcome.agingBefore.provenance.knownAt } }),
    openItemsTotal: receivables.body.sections[0]?.totals.receivables ?? 'none',
  };
}

/** Seals all that was played, and checks the log against the seal, as `seal` and `verify --chain` do. */
async function sealedChecks(ledger: Ledger): Promise<readonly Check[]> {
  await (await sealerOf(ledger, [])).seal();
  const { checks } = await verifyChain(ledger, await readSealRecord(ledger.store, ledger.codec), []);
  return checks.map((check) => ({ ...check, name: `chain: ${check.name}` }));
}
