import type { Reports } from '#read-models';
import { ownEvents, type LogSource } from '../log/own-events';
import { subjectsOfCustomer } from '../replay/replay.command';
import type { ReportName, ReportQuestion } from '../report/ask-report';
import type { Cell } from './cell';

/** Facts that only say how the ledger is set up, or what was tried: they move no figure by themselves. */
const aside = new Set<string>(['LedgerFounded', 'LogSealed', 'SealKeyIntroduced', 'ReminderSkipped', 'DocumentOpened', 'DeliveryDue', 'DeliverySent']);

const byAccount = new Set<ReportName>(['trial-balance', 'general-ledger']);

/**
 * Sequences of facts that may be behind a figure: those of the account of the chart, else those of the customer that the
 * cell names, else every fact that can move a figure.
 */
export async function candidatesOf(
  source: LogSource & { readonly reports: Reports },
  { name, question, cell, knownAt }: { readonly name: ReportName; readonly question: ReportQuestion; readonly cell: Cell; readonly knownAt: number },
): Promise<number[]> {
  if (byAccount.has(name)) {
    const found = await journalSequences(source.reports, question, knownAt, cell);
    if (found.length > 0) return found;
  }
  const customer = question.customerId ?? (await customerNamed(source, cell));
  const concerned = customer === undefined ? undefined : await subjectsOfCustomer(source, customer);
  const found: number[] = [];
  for await (const { sequence, fact } of ownEvents(source)) {
    if (sequence > knownAt) break;
    if (aside.has(fact.type) || (concerned !== undefined && !concerned.concern(fact))) continue;
    found.push(sequence);
  }
  return found;
}

async function journalSequences(reports: Reports, { from: _from, ...question }: ReportQuestion, knownAt: number, { words }: Cell): Promise<number[]> {
  const found = new Set<number>();
  for await (const page of reports.journalLines({ ...question, knownAt: { sequence: knownAt } })) {
    for (const { sequence, accountCode } of page) if (words.includes(accountCode)) found.add(sequence);
  }
  return [...found].sort((one, other) => one - other);
}

async function customerNamed(source: LogSource, { words }: Cell): Promise<string | undefined> {
  for await (const { fact } of ownEvents(source)) {
    const { customerId } = fact.type === 'CustomerRegistered' ? (fact).data : { customerId: undefined };
    if (customerId !== undefined && words.includes(customerId)) return customerId;
  }
  return undefined;
}
