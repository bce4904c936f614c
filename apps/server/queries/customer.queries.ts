import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { customerContact, customerFold, type CreditTerms, type CustomerContact } from '#ledger';
import { StreamReader } from './stream-reader';

/** A customer as its stream says it is now. Holds personal data. */
export interface CustomerView extends CustomerContact {
  readonly revision: number;
  readonly parentCustomerId?: string;
  /** As stated over time, oldest first; for a document the latest in effect on its issue date counts. */
  readonly terms: readonly Omit<CreditTerms, 'customerId'>[];
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
    return { ...contact, revision: folded.revision, ...(parentCustomerId === null ? {} : { parentCustomerId }), terms };
  }
}
