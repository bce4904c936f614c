import { laterDay } from '../dates';
import { accept, refusal, refuse, type Decision } from '../refusal';
import type { AccountState } from './account.state';
import type { WriteOff } from './correction.state';
import type { BadDebtTaxRelieved } from './correction.events';
import { recall } from './repeated-request';
import { unknownWriteOff } from './reverse-write-off';
import { taxSharesOf, type InvoiceTaxes } from './tax-share';

/** The tax office gives back the tax of what is written off. */
export interface RelieveBadDebtTax {
  readonly accountId: string;
  readonly writeOffId: string;
  readonly reliefId: string;
  readonly inputHash: string;
  /** Default: today, or the day of the write-off if that is later. */
  readonly relievedOn?: string;
  readonly today: string;
}

export interface TaxRelievedAnswer {
  readonly reliefId: string;
  readonly writeOffId: string;
  readonly relievedOn: string;
  readonly currency: string;
  readonly taxes: BadDebtTaxRelieved['data']['taxes'];
}

/** Of each invoice the share of its tax that goes with the gross still written off, per category and rate. */
export function decideRelieveBadDebtTax(
  command: RelieveBadDebtTax,
  state: AccountState,
  documents: ReadonlyMap<string, InvoiceTaxes>,
): Decision<BadDebtTaxRelieved, TaxRelievedAnswer> {
  const { accountId, writeOffId, reliefId } = command;
  const subject = { key: `tax-relief:${reliefId}`, code: 'TAX_RELIEF.CONFLICT', what: `Tax relief ${reliefId}` };
  const known = recall(state.requests, subject, command.inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  const writeOff = state.writeOffs.get(writeOffId);
  if (writeOff === undefined) {
    return refuse(unknownWriteOff(writeOffId, accountId));
  }
  if (writeOff.relief !== null) {
    return known.kind === 'repeated' ? accept([], recordedAnswer(writeOff, writeOff.relief)) : refuse(relievedBefore(writeOffId, writeOff.relief));
  }
  const relievedOn = command.relievedOn ?? laterDay(command.today, writeOff.writtenOffOn);
  if (relievedOn < writeOff.writtenOffOn) {
    const message = `Write-off ${writeOffId} is dated ${writeOff.writtenOffOn}; its tax is relieved that day or later, not on ${relievedOn}.`;
    return refuse(refusal('invalid', 'TAX_RELIEF.BEFORE_WRITE_OFF', message, { writeOffId, date: relievedOn, writtenOffOn: writeOff.writtenOffOn }));
  }
  const taxes = relievedTaxes(writeOff, documents);
  if (taxes.length === 0) {
    const message = `Nothing that write-off ${writeOffId} still gives up carried tax; there is none to relieve.`;
    return refuse(refusal('conflict', 'TAX_RELIEF.NO_TAX', message, { writeOffId }));
  }
  const { currency, baseCurrency } = writeOff.data;
  const data = { accountId, reliefId, writeOffId, relievedOn, currency, baseCurrency, taxes };
  return accept([{ type: 'BadDebtTaxRelieved', data }], { reliefId, writeOffId, relievedOn, currency, taxes });
}

function relievedTaxes({ parts, data }: WriteOff, documents: ReadonlyMap<string, InvoiceTaxes>): BadDebtTaxRelieved['data']['taxes'] {
  const gross = new Map<string, { amount: bigint; baseAmount: bigint }>();
  for (const { item, left, baseLeft } of parts) {
    const sum = gross.get(item.invoiceId) ?? { amount: 0n, baseAmount: 0n };
    gross.set(item.invoiceId, { amount: sum.amount + left, baseAmount: sum.baseAmount + baseLeft });
  }
  return [...gross].flatMap(([invoiceId, both]) => {
    const document = documents.get(invoiceId);
    return document === undefined ? [] : taxSharesOf(both, document, data).map((share) => ({ ...share, invoiceId }));
  });
}

type Relief = NonNullable<WriteOff['relief']>;

const recordedAnswer = ({ writeOffId, data }: WriteOff, { reliefId, relievedOn, taxes }: Relief): TaxRelievedAnswer => ({
  reliefId, writeOffId, relievedOn, currency: data.currency,
  taxes: taxes.map(({ invoiceId, share }) => (invoiceId === null ? share : { ...share, invoiceId })),
});

const relievedBefore = (writeOffId: string, { reliefId, relievedOn }: Relief) =>
  refusal('conflict', 'TAX_RELIEF.ALREADY_RELIEVED', `The tax of write-off ${writeOffId} was relieved on ${relievedOn}, as ${reliefId}; it is given back once.`, {
    writeOffId, reliefId, relievedOn,
  });
