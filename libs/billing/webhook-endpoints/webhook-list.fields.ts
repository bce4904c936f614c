import { contractVersions, eventDefinitions, webhookListMax } from '#ledger';
import { RuledField, type FieldOptions } from '../validation/fields';

const known: ReadonlySet<unknown> = new Set(eventDefinitions.map(({ type }) => type));

/** The event types an endpoint is told of. */
export const EventTypesField = (): PropertyDecorator =>
  RuledField(
    {
      name: 'eventTypes',
      code: 'FIELD.EVENT_TYPES',
      rule: 'a list of event types, each once',
      remedy: 'Send names of the event catalogue; an empty list is every type.',
      holds: (value) => Array.isArray(value) && new Set(value).size === value.length && value.every((type) => known.has(type)),
    },
    { description: 'Only events of these types; none named: all.', example: ['InvoiceIssued', 'PaymentReceived'], optional: true },
    { type: 'array', items: { type: 'string' }, maxItems: webhookListMax },
  );

const isSequence = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;

/** Facts by their ledger sequences. */
export const SequencesField = (options: FieldOptions): PropertyDecorator =>
  RuledField(
    {
      name: 'sequences',
      code: 'FIELD.SEQUENCES',
      rule: `a list of 1 to ${webhookListMax} ledger sequences, each once`,
      remedy: 'Send JSON numbers from 1 on, such as those of dead letters.',
      holds: (value) => Array.isArray(value) && value.length >= 1 && value.length <= webhookListMax && new Set(value).size === value.length && value.every(isSequence),
    },
    options,
    { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 1, maxItems: webhookListMax },
  );

/** A version of the public contract. */
export const ContractVersionField = (): PropertyDecorator =>
  RuledField(
    {
      name: 'contractVersion',
      code: 'FIELD.CONTRACT_VERSION',
      rule: `a version of the contract: ${contractVersions.join(', ')}`,
      remedy: 'Send one of these numbers, or leave it out for the newest.',
      holds: (value) => (contractVersions as readonly unknown[]).includes(value),
    },
    { description: 'Version of the contract that the data follows; it stays so when a newer one comes. Default the newest.', example: 1, optional: true },
    { type: 'integer', enum: [...contractVersions] },
  );
