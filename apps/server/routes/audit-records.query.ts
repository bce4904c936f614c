import { auditKinds, ChoiceField, RuledField, type AuditKind } from '#billing';
import { ListQuery } from '../queries/page.query';
import { QueryText } from '../queries/query-fields';

const instant = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

const InstantField = (description: string, example: string): PropertyDecorator =>
  RuledField(
    {
      name: 'instant',
      code: 'FIELD.INSTANT',
      rule: 'a day, or a time of ISO 8601 with its zone',
      remedy: 'Send for instance 2011-01-31 (its beginning in UTC) or 2011-01-31T23:59:59Z.',
      holds: (value) => typeof value === 'string' && instant.test(value) && !Number.isNaN(Date.parse(value)),
    },
    { description, example, optional: true },
  );

/** Which audit records are asked for. */
export class AuditRecordsQuery extends ListQuery {
  @ChoiceField([...auditKinds], { description: 'Default all.', example: 'refusal', optional: true })
  readonly kind?: AuditKind;

  @QueryText({ description: 'The name of a key, or of a program and its user.', example: 'shop' })
  readonly actor?: string;

  @QueryText({ description: 'Refusals with this code.', example: 'SALE.CONFLICT', max: 100 })
  readonly code?: string;

  @InstantField('Recorded then or later.', '2010-12-01')
  readonly from?: string;

  @InstantField('Recorded before then.', '2010-12-02')
  readonly until?: string;
}
