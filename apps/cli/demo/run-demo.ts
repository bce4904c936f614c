import { auditStream, type Ledger, type ReminderRunAnswer, type SaleAnswer } from '#billing';
import type { AgingBody, ReportAnswer } from '#read-models';
import { applyEntityConfig, readEntityConfig } from '../config/entity-config';
import { importSales, type SalesImport } from '../import/import-sales';
import { readSalesFile, type SalesFile } from '../import/sales-file';
import type { SalesMapping } from '../import/sales-commands';
import { startProgress } from '../output/progress';
import { demoConfigPath, samplePath } from '../package-root';
import { demoNetDays } from './demo-terms';
import { bringForward } from './opening-items';
import { planPayments, type PaymentPlan } from './payment-plan';
import { openInvoices, receive, runPlan } from './run-plan';
import { billServices } from './service-sales';
import { playYear } from './year/play-year';

export const demoEntity = 'UK';
/** A month's end on which every aging bucket and both credit columns hold something. */
export const demoDay = '2011-01-31';
/** The billed document of Amazon fees: told apart as a data note and left unpaid. */
export const feeSale = '537632';
const currency = 'GBP';
const digits = 2;
const reminderDates = ['2010-12-20', '2011-01-04', '2011-01-14', '2011-01-31'];

export interface DemoOutcome {
  readonly file: SalesFile;
  readonly imported: SalesImport;
  readonly plan: PaymentPlan;
  readonly reminders: readonly ReminderRunAnswer[];
  readonly services: readonly SaleAnswer[];
  /** Taken before the late fact was recorded. */
  readonly agingBefore: ReportAnswer<AgingBody>;
  /** Facts written by importing the sample a second time. */
  readonly factsOfSecondImport: number;
  /** Facts written by playing the year a second time. */
  readonly factsOfSecondYear: number;
}

const mapping: SalesMapping = { entityId: demoEntity, currency, netDaysOf: demoNetDays, taxRate: '0' };

/**
 * Makes the demo's ledger: a function of the sample and the stated rules.
 *
 * @param documentsMax only so many documents of the sample, from its beginning.
 */
export async function makeDemo(ledger: Ledger, documentsMax = Number.POSITIVE_INFINITY): Promise<DemoOutcome> {
  await applyEntityConfig(ledger, await readEntityConfig(demoConfigPath()), 'config:demo');
  const sample = await readSalesFile(samplePath());
  const file = { ...sample, documents: sample.documents.slice(0, documentsMax) };
  const imported = await importSample(ledger, file, 'Importing the sample');
  await bringForward(ledger, demoEntity, currency);
  const { plan, reminders } = await payAndRemind(ledger);
  const services = await billServices(ledger);
  await ledger.readModels.catchUp();
  const agingBefore = await ledger.reports.aging({ entityId: demoEntity, asOf: demoDay });
  await receive(ledger, plan.late);
  const before = await factsBesideRecords(ledger);
  await importSample(ledger, file, 'Importing it again');
  const after = await factsBesideRecords(ledger);
  await playYear(ledger);
  const played = await factsBesideRecords(ledger);
  await playYear(ledger);
  const again = await factsBesideRecords(ledger);
  return {
    file, imported, plan, reminders, services, agingBefore,
    factsOfSecondImport: after - before, factsOfSecondYear: again - played,
  };
}

/** What a ledger says of its business: that something was refused again is on record too, and counts for nothing here. */
async function factsBesideRecords({ readModels, store }: Ledger): Promise<number> {
  const { sequence } = await readModels.catchUp();
  let records = 0;
  for await (const _record of store.readStream(auditStream)) records += 1;
  return sequence - records;
}

async function importSample(ledger: Ledger, file: SalesFile, title: string): Promise<SalesImport> {
  const progress = startProgress(title, file.documents.length);
  const imported = await importSales(ledger, file, mapping, {
    run: 'demo',
    onProgress: (done) => {
      progress.update(done);
    },
  });
  progress.done();
  return imported;
}

async function payAndRemind(ledger: Ledger): Promise<{ plan: PaymentPlan; reminders: readonly ReminderRunAnswer[] }> {
  await ledger.readModels.catchUp();
  const fee = (await ledger.lookups.findSale(feeSale))?.invoiceId;
  const items = await openInvoices(ledger, { entityId: demoEntity, asOf: '2010-12-31', digits });
  // What was brought forward stays open: it fills the oldest buckets.
  const own = items.filter(({ invoiceId }) => !invoiceId.startsWith('ext~'));
  const plan = planPayments(own, { entityId: demoEntity, currency, digits, reminderDates, leftOpen: new Set(fee === null || fee === undefined ? [] : [fee]) });
  const progress = startProgress('Payments and reminders', plan.steps.length);
  const reminders = await runPlan(ledger, plan, (done) => {
    progress.update(done);
  });
  progress.done();
  return { plan, reminders };
}
