import type { LedgerEvent } from '#ledger';
import type { LedgerFact } from '../projection';
import { bookedOn, minor, type Asked } from './brute-force';

/** One line's effect on one day, found by reading the events and nothing else. */
export interface RevenueEffect {
  readonly entityId: string;
  readonly currency: string;
  readonly customerId: string;
  readonly productCode: string;
  readonly contractId: string;
  readonly invoiceId: string;
  readonly fee: boolean;
  readonly sequence: number;
  /** By the basis asked for. */
  readonly date: string;
  readonly billed: bigint;
  readonly credited: bigint;
  readonly recognised: bigint;
  /** Never stood in a contract balance. */
  readonly atIssue: boolean;
}

type Raw = Omit<RevenueEffect, 'sequence' | 'date'> & { readonly on: string };
const nothing = { billed: 0n, credited: 0n, recognised: 0n };

function rawEffects(facts: readonly LedgerFact[], { type, data }: LedgerEvent): Raw[] {
  switch (type) {
    case 'InvoiceIssued':
      return data.lines.flatMap(({ net, productCode = '', contractId = '', recognition }) => {
        const common = { ...data, productCode, contractId, fee: data.purpose === 'late-fee' || data.purpose === 'interest', atIssue: recognition.rule === 'at-issue' };
        const counted = common.atIssue ? [{ on: data.issueDate, amount: net }] : (recognition.schedule ?? []);
        return [
          { ...common, ...nothing, on: data.issueDate, billed: minor(net, data.currency) },
          ...counted.map(({ on, amount }) => ({ ...common, ...nothing, on, recognised: minor(amount, data.currency) })),
        ];
      });
    case 'CreditNoteIssued':
      return data.lines.flatMap(({ net, productCode = '', contractId = '', invoiceId = '', recognition }) => {
        const fee = data.purpose === 'late-fee' || data.purpose === 'interest';
        const common = { ...data, productCode, contractId, invoiceId, fee, atIssue: recognition === undefined };
        const undone = [{ on: data.issueDate, amount: recognition?.fromRevenue ?? net }, ...(recognition?.schedule ?? [])];
        return [
          { ...common, ...nothing, on: data.issueDate, credited: minor(net, data.currency) },
          ...undone.map(({ on, amount }) => ({ ...common, ...nothing, on, recognised: -minor(amount, data.currency) })),
        ];
      });
    case 'ExternalInvoiceRecorded': {
      const net = minor(data.totals.net, data.currency);
      const whole = { ...data, ...nothing, productCode: '', contractId: '', fee: false, atIssue: true, on: data.issueDate, billed: net, recognised: net };
      return data.mode === 'history' ? [whole] : [];
    }
    case 'RevenueRecognised': {
      const customerId = facts.flatMap(({ event }) => (event.type === 'ContractSigned' && event.data.contractId === data.contractId ? [event.data.customerId] : []))[0]!;
      const recognised = minor(data.amount, data.currency);
      return [{ ...data, ...nothing, customerId, productCode: data.productCode ?? '', invoiceId: '', fee: false, atIssue: false, on: data.recognisedOn, recognised }];
    }
    default:
      return [];
  }
}

/** Every effect on revenue that counts for the question, by a scan of all events. */
export function revenueEffects(facts: readonly LedgerFact[], asked: Asked): RevenueEffect[] {
  return facts
    .filter(({ sequence }) => sequence <= asked.knownAt)
    .flatMap(({ event, sequence }) =>
      rawEffects(facts, event).map(({ on, ...effect }) => ({
        ...effect, sequence, date: asked.basis === 'effective' ? on : bookedOn(facts, effect.entityId, on, sequence),
      })))
    .filter(({ date }) => date <= asked.asOf);
}
