import { ChoiceField, IdField } from '#billing';
import { ListQuery } from '../queries/page.query';

const states = ['dead', 'waiting'] as const;

export class WebhookDeliveriesQuery extends ListQuery {
  @ChoiceField(states, { description: 'Given up, or to be sent again; default dead.', example: 'dead', optional: true })
  readonly state?: (typeof states)[number];
}

export class TestWebhookEndpointBody {
  @IdField({ description: 'Endpoint; from the path.', example: 'crm', optional: true })
  readonly endpointId?: string;
}
