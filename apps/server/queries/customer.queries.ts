import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { customerContact, customerFold, customerPreference, streamName, type CreditLimitSet, type CreditTerms, type CustomerContact, type CustomerState } from '#ledger';
import type { PublicEvent } from '#integration';
import { EventReader } from './event-reader';
import { StreamReader } from './stream-reader';

/** A customer as its stream says it is now. Holds personal data. */
export interface CustomerView extends CustomerContact {
  readonly revision: number;
  readonly parentCustomerId?: string;
  /** As stated over time, oldest first; for a document the latest in effect on its issue date counts. */
  readonly terms: readonly Omit<CreditTerms, 'customerId'>[];
  /** How they want documents; absent: nothing was said. */
  readonly preference?: object;
  /** In force, one per legal entity. */
  readonly creditLimits?: readonly Omit<CreditLimitSet['data'], 'customerId' | 'requestId'>[];
}

export class FindCustomer extends Query<CustomerView | null> {
  constructor(readonly customerId: string) {
    super();
  }
}

@QueryHandler(FindCustomer)
export class FindCustomerHandler implements IQueryHandler<FindCustomer> {
  constructor(private readonly streams: StreamReader) {}

  async execute({ customerId }: FindCustomer): Promise<CustomerView | null> {
    const folded = await this.streams.fold('customer', customerId, customerFold);
    const contact = folded === null ? undefined : customerContact(folded.state);
    if (folded === null || contact === undefined) {
      return null;
    }
    const terms = folded.state.terms.map(({ terms: { customerId: _same, ...stated } }) => stated);
    const { parentCustomerId } = folded.state;
    return { ...contact, revision: folded.revision, ...(parentCustomerId === null ? {} : { parentCustomerId }), terms, ...agreedOn(folded.state) };
  }
}

function agreedOn(state: CustomerState): Pick<CustomerView, 'preference' | 'creditLimits'> {
  const preference = customerPreference(state);
  const limits = [...state.creditLimits.values()].filter(({ limit }) => limit !== undefined).map(({ customerId: _same, requestId: _request, ...limit }) => limit);
  return {
    ...(preference === undefined ? {} : { preference: { channel: preference.channel, language: preference.language, eInvoice: preference.eInvoice, personal: preference.personal } }),
    ...(limits.length === 0 ? {} : { creditLimits: limits }),
  };
}

export class FindCustomerHistory extends Query<{ readonly events: readonly PublicEvent[] } | null> {
  constructor(readonly customerId: string) {
    super();
  }
}

@QueryHandler(FindCustomerHistory)
export class FindCustomerHistoryHandler implements IQueryHandler<FindCustomerHistory> {
  constructor(private readonly reader: EventReader) {}

  async execute({ customerId }: FindCustomerHistory): Promise<{ readonly events: readonly PublicEvent[] } | null> {
    const events = await this.reader.history({ stream: streamName('customer', customerId) });
    return events.length === 0 ? null : { events };
  }
}
