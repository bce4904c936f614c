import { AccountIdField, ChoiceField, CodeField, IdField } from '#billing';
import { deliveryStates, type DeliveryRecord } from '#read-models';
import { ListQuery } from '../queries/page.query';

export class InvoiceDeliveriesQuery extends ListQuery {}

export class DeliveryListQuery extends ListQuery {
  @CodeField({ description: 'Legal entity.', example: 'UK', optional: true })
  readonly entityId?: string;

  @AccountIdField({ optional: true })
  readonly accountId?: string;

  @IdField({ description: 'Id of the document.', example: '0b9a4b4e-4a9f-5b1c-9a51-7d0f3a8d2c11', optional: true, max: 140 })
  readonly documentId?: string;

  @ChoiceField([...deliveryStates], { description: 'unconfirmed: nobody knows whether it went out.', example: 'unconfirmed', optional: true })
  readonly state?: DeliveryRecord['state'];
}
