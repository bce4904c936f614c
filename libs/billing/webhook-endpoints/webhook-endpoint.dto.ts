import { ChoiceField, IdField, TextField, WholeField } from '../validation/fields';
import { RequestIdField } from '../validation/shared-fields';
import { ContractVersionField, EventTypesField, SequencesField } from './webhook-list.fields';

const orders = ['none', 'per-stream'] as const;
const envelopes = ['plain', 'cloudevents'] as const;

const UrlField = (optional?: true): PropertyDecorator =>
  TextField({
    description: 'Where to POST: https, on the internet or in a net the operator allowed. It stands in the log: put no secret into it.',
    example: 'https://example.com/hooks/daybook',
    min: 1,
    ...(optional === undefined ? {} : { optional }),
  });
const EnvelopeField = (): PropertyDecorator =>
  ChoiceField(envelopes, { description: 'How each event is wrapped: as the feed has it, or as a CloudEvent 1.0; default plain.', example: 'plain', optional: true });
const OrderField = (): PropertyDecorator =>
  ChoiceField(orders, { description: 'per-stream: a later event of a stream waits for the earlier ones; default none.', example: 'per-stream', optional: true });

export class RegisterWebhookEndpointBody {
  @IdField({ description: 'Your id of the endpoint.', example: 'crm' })
  readonly endpointId!: string;

  @UrlField()
  readonly url!: string;

  @EventTypesField()
  readonly eventTypes?: string[];

  @EnvelopeField()
  readonly envelope?: (typeof envelopes)[number];

  @ContractVersionField()
  readonly contractVersion?: number;

  @OrderField()
  readonly order?: (typeof orders)[number];

  @WholeField(0, Number.MAX_SAFE_INTEGER, { description: 'Send the facts after this ledger sequence; 0: from the first. Default: what comes from now on.', example: 0, optional: true })
  readonly after?: number;
}

/** The endpoint from the path, and the id of the request. */
export class WebhookEndpointRequestBody {
  @IdField({ description: 'Endpoint; from the path.', example: 'crm', filledIn: true })
  readonly endpointId!: string;

  @RequestIdField()
  readonly requestId!: string;
}

export class ChangeWebhookEndpointBody extends WebhookEndpointRequestBody {
  @UrlField(true)
  readonly url?: string;

  @EventTypesField()
  readonly eventTypes?: string[];

  @EnvelopeField()
  readonly envelope?: (typeof envelopes)[number];

  @ContractVersionField()
  readonly contractVersion?: number;

  @OrderField()
  readonly order?: (typeof orders)[number];
}

export class RotateWebhookSecretBody extends WebhookEndpointRequestBody {
  @WholeField(0, 720, { description: 'Hours in which the old secret signs beside the new one; default 24.', example: 24, optional: true })
  readonly overlapHours?: number;
}

const causes = ['asked', 'gone'] as const;

export class PauseWebhookEndpointBody extends WebhookEndpointRequestBody {
  @ChoiceField(causes, { description: 'Asked for, or the endpoint answered that it is gone; default asked.', example: 'asked', optional: true })
  readonly cause?: (typeof causes)[number];

  @TextField({ description: 'Why.', example: 'their system is being moved', optional: true })
  readonly reason?: string;
}

export class ResumeWebhookEndpointBody extends WebhookEndpointRequestBody {}

export class RemoveWebhookEndpointBody extends WebhookEndpointRequestBody {}

export class ReplayWebhookDeliveriesBody extends WebhookEndpointRequestBody {
  @WholeField(1, Number.MAX_SAFE_INTEGER, { description: 'Send everything from this ledger sequence on again.', example: 1, optional: true })
  readonly fromSequence?: number;

  @SequencesField({ description: 'Send these facts again, dead letters among them.', example: [7, 9], optional: true })
  readonly sequences?: number[];
}
