import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Closed, Id, OneOf } from '../wire';

/** Documents of another system become commands so from now on. What was taken before stays as it was taken. */
export const MappingDefined = defineEvent(
  'MappingDefined',
  Closed({
    mappingName: Id,
    /** From 1, one more with each other content. */
    mappingVersion: Type.Integer({ minimum: 1 }),
    kind: OneOf('sale', 'customer'),
    /** The mapping as canonical JSON; its schema is published with the contract. */
    definition: Type.String({ minLength: 2, maxLength: 65_536 }),
  }),
);
export type MappingDefined = EventOf<typeof MappingDefined>;

export const mappingEvents = [MappingDefined] as const;
export type MappingEvent = MappingDefined;
