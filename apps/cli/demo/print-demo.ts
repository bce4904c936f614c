import type { Ledger } from '#billing';
import type { InvoiceIssued } from '#ledger';
import { grouped } from '../output/amounts';
import type { Terminal } from '../output/terminal';
import { problemText } from '../import/line-problem';
import { askReport, type ReportName, type ReportQuestion } from '../report/ask-report';
import { viewAsTables } from '../report/render-report';
import { sectionOf, type DemoEvidence } from './demo-checks';
import { documentsOf } from './demo-figures';
import { termsRule } from './demo-terms';
import { planRule } from './payment-plan';
import { demoDay, demoEntity, feeSale } from './run-demo';
import { servicesEntity, taxView } from './service-sales';

const rowsShown = 8;

/** Prints what finance asks for, each report with the day and the sequence it is known at. */
export async function printDemo(ledger: Ledger, terminal: Terminal, evidence: DemoEvidence): Promise<void> {
  printSample(terminal, evidence);
  printMadeUp(terminal, evidence);
  const reports: readonly (readonly [ReportName, ReportQuestion])[] = [
    ['receivables', { entityId: demoEntity, asOf: demoDay }],
    ['aging', { entityId: demoEntity, asOf: demoDay }],
    ['revenue', { asOf: demoDay }],
    ['trial-balance', { entityId: demoEntity, asOf: demoDay, from: '2010-12-01' }],
  ];
  for (const [name, question] of reports) {
    terminal.heading(name.replace('-', ' ').toUpperCase());
    const { view, provenance } = await askReport(ledger.reports, name, question);
    terminal.print(viewAsTables(view, provenance, terminal.style, name === 'trial-balance' ? undefined : rowsShown));
  }
  printKnownAt(terminal, evidence);
  await printTax(ledger, terminal);
}

function printSample(terminal: Terminal, { file, registers, outcome }: DemoEvidence): void {
  terminal.heading('THE SAMPLE: one week of a UK online retailer (UCI Online Retail, CC BY 4.0)');
  terminal.print(
    `${grouped(String(file.rows))} lines, ${file.documents} documents, ${file.customers} known customers. Terms ${termsRule}.\n` +
      `Reconciliation: ${grouped(registers.net)} = ${grouped(registers.billed)} (${registers.invoices} invoices) − ${grouped(registers.credited)} ` +
      `(${registers.creditNotes} credit notes); quantity × price over all lines of the file: ${grouped(file.value)}.\n` +
      `${outcome.imported.nothingToBill} documents are all zero: nothing to bill.\n` +
      `Data note: ${file.fees.credits} cancellations of AMAZONFEE, ${grouped(file.fees.credited)}, less the billed document ${feeSale}, ${grouped(file.fees.billed)}: ` +
      `${grouped(file.fees.net)} are fees, not goods that came back.\n` +
      `Rejects: ${file.rejects} lines, among them`,
  );
  for (const problem of outcome.file.problems.slice(0, 2)) {
    terminal.print(`  ${problemText(problem)}`);
  }
}

function printMadeUp(terminal: Terminal, { outcome }: DemoEvidence): void {
  terminal.heading('MADE UP: payments, reminders, opening items and the tax set');
  terminal.print(planRule.join('\n'));
  for (const [device, paymentId] of Object.entries(outcome.plan.examples)) {
    terminal.print(`  ${device.padEnd(36)} ${paymentId}`);
  }
  for (const run of outcome.reminders) {
    terminal.print(`  Reminders of ${run.runDate}: ${run.sent} letters to the outbox, ${run.skipped} steps skipped with a reason, ${run.failed} failed.`);
  }
}

function printKnownAt(terminal: Terminal, evidence: DemoEvidence): void {
  const { outcome, agingNow } = evidence;
  const { late } = outcome.plan;
  terminal.heading('ONE REPORT, KNOWN AT TWO MOMENTS');
  for (const answer of [outcome.agingBefore, agingNow]) {
    terminal.print(
      `Aging as of ${answer.provenance.asOf}, known at sequence ${answer.provenance.knownAt}: total ${grouped(sectionOf(answer)?.totals.total ?? '0')} GBP.`,
    );
  }
  terminal.print(
    `They differ by ${late.amount}: receipt ${late.paymentId} counts from ${late.receivedOn}, but was recorded only after the first report was taken. ` +
      `Ask again with --known-at ${outcome.agingBefore.provenance.knownAt} for the first figures, byte for byte, for ever.`,
  );
}

async function printTax(ledger: Ledger, terminal: Terminal): Promise<void> {
  terminal.heading('TAX LINES');
  const head = await ledger.readModels.head();
  for await (const document of documentsOf(ledger, `invoices-${servicesEntity}-INV`)) {
    const invoice = document as InvoiceIssued['data'];
    const provenance = { asOf: invoice.issueDate, knownAt: head.sequence, settled: false, basis: 'effective' as const, rowCount: invoice.lines.length };
    terminal.print(viewAsTables(taxView(invoice), provenance, terminal.style));
  }
}
