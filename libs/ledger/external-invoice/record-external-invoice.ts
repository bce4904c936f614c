import { customerContact, type CustomerState } from '../customer/customer.state';
import { unknownCustomer } from '../customer/customer-refusals';
import { entityConfiguration, type EntityConfiguration, type EntityState } from '../entity/entity.state';
import { unknownEntity } from '../entity/open-series';
import { checkedCurrency, checkRate, conflict, failed, firstRefusal, passed, refuseUnknownCurrency, refuseUnrealDay, type Checked } from '../input-rules';
import { baseAmounts, refuseTooLargeInBase } from '../pricing';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { accountIdOf } from '../stream-name';
import type { ExternalInvoiceRecorded } from './external-invoice.events';
import { externalInvoiceIdOf, type ExternalInvoiceState } from './external-invoice.state';
import { checkFigures, type GivenFigures } from './given-figures';

/** An invoice issued elsewhere comes onto our books with its own number and dates. */
export interface RecordExternalInvoice extends GivenFigures {
  readonly inputHash: string;
  readonly source: string;
  readonly documentNumber: string;
  readonly mode: 'history' | 'opening';
  readonly entityId: string;
  readonly customerId: string;
  readonly issueDate: string;
  readonly currency: string;
  /** Base units per unit of the currency; needed in any but the base currency. */
  readonly rate?: string;
  /** Default true; a walk-in is never reminded. */
  readonly remind?: boolean;
}

export interface ExternalInvoiceFacts {
  readonly entity: EntityState;
  readonly customer: CustomerState;
  /** Today in the entity's time zone. */
  readonly today: string;
  /** The rate on record for the document's currency on its issue date; it counts where the document gives none. */
  readonly recordedRate?: string;
}

export interface ExternalInvoiceAnswer {
  readonly invoiceId: string;
  readonly accountId: string;
  readonly recorded: ExternalInvoiceRecorded['data'];
}

/** A document exists once per source and number. */
export function decideRecordExternalInvoice(
  command: RecordExternalInvoice,
  state: ExternalInvoiceState,
  facts: ExternalInvoiceFacts,
): Decision<ExternalInvoiceRecorded, ExternalInvoiceAnswer> {
  const { recorded } = state;
  if (recorded !== null) {
    return state.inputHash === command.inputHash
      ? accept([], { invoiceId: recorded.invoiceId, accountId: recorded.accountId, recorded })
      : refuse(conflict('EXTERNAL_INVOICE.CONFLICT', `invoice of ${command.source}`, command.documentNumber, 'A document never changes; check source and number.'));
  }
  const configuration = entityConfiguration(facts.entity);
  if (configuration === undefined) {
    return refuse(unknownEntity(command.entityId));
  }
  const reason = refuseInput(command, facts);
  if (reason !== undefined) {
    return refuse(reason);
  }
  const data = documentOf(command, configuration, facts);
  return data.ok
    ? accept([{ type: 'ExternalInvoiceRecorded', data: data.value }], {
        invoiceId: data.value.invoiceId,
        accountId: data.value.accountId,
        recorded: data.value,
      })
    : refuse(data.refusal);
}

function refuseInput(command: RecordExternalInvoice, facts: ExternalInvoiceFacts): Refusal | undefined {
  const { source, issueDate, currency, customerId } = command;
  return firstRefusal(
    source.includes('~') || source === ''
      ? refusal('invalid', 'EXTERNAL_INVOICE.SOURCE', `source ${JSON.stringify(source)} is empty or holds a "~", which joins ids. Choose another name for it.`, { field: 'source' })
      : undefined,
    facts.customer.registered === null ? unknownCustomer(customerId) : undefined,
    refuseUnknownCurrency('currency', currency),
    refuseUnrealDay('issueDate', issueDate),
    issueDate > facts.today
      ? refusal('invalid', 'ISSUE_DATE.IN_FUTURE', `issue date ${issueDate} lies after today, ${facts.today} where the legal entity is. Check the date.`, {
          field: 'issueDate',
          value: issueDate,
          today: facts.today,
        })
      : undefined,
  );
}

function documentOf(
  command: RecordExternalInvoice,
  configuration: EntityConfiguration,
  facts: ExternalInvoiceFacts,
): Checked<ExternalInvoiceRecorded['data']> {
  const { source, documentNumber, mode, entityId, customerId, issueDate, currency } = command;
  const { baseCurrency, rounding } = configuration;
  const rate = checkRate(currency, baseCurrency, command.rate, facts.recordedRate);
  if (!rate.ok) {
    return rate;
  }
  const figures = checkFigures(command, issueDate, checkedCurrency(currency));
  if (!figures.ok) {
    return figures;
  }
  const { totals, taxSummary, instalments } = figures.value;
  const base = { baseCurrency, rate: rate.value, mode: rounding.mode };
  const tooLarge = refuseTooLargeInBase(totals, base);
  if (tooLarge !== undefined) {
    return failed(tooLarge);
  }
  const walkIn = customerContact(facts.customer)?.kind === 'walk-in';
  return passed({
    invoiceId: externalInvoiceIdOf(source, documentNumber),
    source,
    documentNumber,
    mode,
    entityId,
    customerId,
    accountId: accountIdOf(entityId, customerId),
    issueDate,
    currency,
    base: baseAmounts(totals, base),
    instalments: [...instalments],
    taxSummary: [...taxSummary],
    totals,
    remind: !walkIn && (command.remind ?? true),
  });
}
