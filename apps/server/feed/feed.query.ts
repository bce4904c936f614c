import { ChoiceField } from '#billing';
import { PageQuery } from '../queries/page.query';
import { QueryNumber, QueryText } from '../queries/query-fields';

export class FeedQuery extends PageQuery {
  @QueryNumber(0, Number.MAX_SAFE_INTEGER, { description: 'Only events after this ledger sequence; default 0, from the start.', example: 0 })
  readonly after?: number;

  @QueryText({ description: 'Event types, separated by commas.', example: 'InvoiceIssued,PaymentReceived', max: 1000 })
  readonly type?: string;

  @ChoiceField(['plain', 'cloudevents'], { description: 'How each event is wrapped: as it is, or as a CloudEvent 1.0; default plain.', example: 'cloudevents', optional: true })
  readonly envelope?: 'plain' | 'cloudevents';

  @QueryText({ description: 'A stream, or a category ending in "-".', example: 'invoices-', max: 250 })
  readonly stream?: string;
}
