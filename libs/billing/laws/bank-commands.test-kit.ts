import { ImportBankStatement, MatchBankLines } from '#billing';
import { creditorReference, type StatementLine } from '#ledger';
import { camtFile, type MadeEntry } from '../bank-statements/camt-file.test-kit';
import { entityIds } from './company.test-kit';
import { entityOf } from './movements.test-kit';
import type { Made, Maker, World } from './world.test-kit';

interface At {
  readonly entityId: string;
  /** Of two decimals, as the made files are. */
  readonly currency: 'GBP' | 'EUR';
}

/** An account belongs to one entity. */
const ibans: Readonly<Record<string, string>> = { UK: 'GB29NWBK60161331926819', JP: 'DE02120300000000202051' };

/** What pays two open invoices, each in whole, in part or a little over; by its reference, its number, or nothing that names it. */
function paying(world: World, at: At): MadeEntry[] {
  const owed = world.open('invoice').filter(({ owner, currency }) => entityOf(owner) === at.entityId && currency === at.currency);
  const first = world.recent(owed);
  return [first, world.recent(owed.filter(({ document }) => document !== first?.document))].flatMap((item) => payingFor(world, at, item));
}

function payingFor(world: World, { currency }: At, item: ReturnType<World['open']>[number] | undefined): MadeEntry[] {
  const documentNumber = world.log.of('InvoiceIssued').find(({ invoiceId }) => invoiceId === item?.document)?.documentNumber;
  if (item === undefined || documentNumber === undefined) return [];
  const amount = world.text(world.one([item.open, item.open, item.open, (item.open + 1n) / 2n, item.open + 50n]), currency);
  const name = world.one([{ reference: creditorReference(documentNumber) ?? '' }, { text: `paid ${documentNumber}` }, { text: documentNumber }, { text: 'thank you' }]);
  const id = world.id('entry');
  return [{ amount, on: world.today, name: 'Sample', endToEndId: id, bankReference: `B-${id}`, ...name }];
}

/** The bank takes back an entry that another statement showed. */
function takenBack(world: World, { entityId, currency }: At): MadeEntry[] {
  const lines = new Map<string, StatementLine>(world.log.of('StatementLinesRecorded').flatMap((page) => page.lines.map((line) => [line.lineId, line] as const)));
  const back = new Set([...lines.values()].filter(({ isReversal }) => isReversal === true).map(({ endToEndId }) => endToEndId));
  const brought = world.recent(world.log.of('PaymentReceived').filter(({ bankLine, entityId: of, currency: currencyOf }) =>
    bankLine !== undefined && of === entityId && currencyOf === currency && !back.has(lines.get(bankLine.lineId)?.endToEndId)));
  const line = brought?.bankLine === undefined ? undefined : lines.get(brought.bankLine.lineId);
  if (line?.endToEndId === undefined) return [];
  return [{ amount: `-${line.amount}`, on: world.today, isReversal: true, endToEndId: line.endToEndId, bankReference: `B-${world.id('back')}`, returnReason: 'AC04' }];
}

/** A refund that was asked for leaves the bank. */
function refunded(world: World, { entityId, currency }: At): MadeEntry[] {
  const paid = new Set(world.log.of('RefundPaid').map(({ refundId }) => refundId));
  const asked = world.recent(world.log.of('RefundRequested').filter(({ refundId, accountId, currency: of }) =>
    !paid.has(refundId) && entityOf(accountId) === entityId && of === currency));
  return asked === undefined ? [] : [{ amount: `-${asked.amount}`, on: world.today, text: `refund ${asked.refundId}`, bankReference: world.id('out') }];
}

const own = (world: World, code: string, amount: string): MadeEntry => ({ amount, on: world.today, code, text: world.id('bank') });

/** What the bank takes for itself and gives back, and the interest that it takes and pays. */
const bankItself = (world: World, { currency }: At): MadeEntry[] => [
  own(world, world.one(['CHRG', 'NINT']), world.text(-BigInt(1 + world.below(900)), currency)),
  own(world, world.one(['NINT', 'NINT', 'CHRG']), world.text(BigInt(1 + world.below(400)), currency)),
];

/** By chance, or where a statement has brought money or a refund waits for one. */
function where(world: World): At {
  const brought = world.log.of('PaymentReceived').filter(({ bankLine }) => bankLine !== undefined).map(({ entityId, currency }) => ({ entityId, currency }));
  const asked = world.log.of('RefundRequested').map(({ accountId, currency }) => ({ entityId: entityOf(accountId), currency }));
  const owed = world.open('invoice').map(({ owner, currency }) => ({ entityId: entityOf(owner), currency }));
  const found = world.recent(world.one([brought, asked, owed]).filter(({ currency }) => currency !== 'JPY'));
  return (found as At | undefined) ?? { entityId: world.one(entityIds), currency: world.one(['GBP', 'EUR']) };
}

function importStatement(world: World): Made {
  const at = where(world);
  const entries = [...paying(world, at), ...takenBack(world, at), ...refunded(world, at), ...(world.maybe(2, () => bankItself(world, at)) ?? [])];
  if (entries.length === 0) return null;
  const file = camtFile(world.id('statement'), entries, '1000000.00', { iban: ibans[at.entityId]!, currency: at.currency, from: world.today, to: world.today });
  return new ImportBankStatement({ entityId: at.entityId, file }, world.context());
}

function matchLines(world: World): Made {
  const matched = new Set(world.log.of('StatementLineMatched').map(({ lineId }) => lineId));
  const waiting = world.log.of('StatementLinesRecorded').findLast(({ lines }) => lines.some(({ lineId }) => !matched.has(lineId)));
  const entityId = world.log.of('BankStatementImported').find(({ statementId }) => statementId === waiting?.statementId)?.entityId;
  return entityId === undefined ? null : new MatchBankLines({ entityId }, world.context());
}

/** The bank, by name, with how often it comes. */
export const bankCommands: Readonly<Record<string, readonly [weight: number, maker: Maker]>> = {
  importStatement: [10, importStatement],
  matchLines: [8, matchLines],
};
