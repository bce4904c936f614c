import { CodeField, RuledField, TextField, type FieldOptions } from '../validation/fields';

/** As the API reference describes a part. */
const partSchemas = {
  object: { type: 'object', additionalProperties: true },
  array: { type: undefined, oneOf: [{ type: 'array', items: { type: 'object' } }, { type: 'string' }] },
  string: { type: 'string' },
  integer: { type: 'integer' },
} as const;

/** A part of a mapping: any JSON here; the mapping as a whole is checked by its schema. */
function MappingPart(type: keyof typeof partSchemas, options: FieldOptions): PropertyDecorator {
  const rule = { name: 'mappingPart', code: 'FIELD.MAPPING', rule: 'what the schema of mappings has here', remedy: 'See docs/contract/mapping.v1.json.', holds: (value: unknown) => value !== null };
  return RuledField(rule, options, partSchemas[type]);
}

/** How documents of another system become commands. */
export class DefineMappingBody {
  @CodeField({ description: 'Name of the mapping; from the path.', example: 'salesforce-won', filledIn: true })
  readonly mappingName!: string;

  @TextField({ description: 'Where the schema of mappings is found.', example: 'urn:daybook:mapping:v1', optional: true, max: 300 })
  readonly $schema?: string;

  @MappingPart('integer', { description: 'Version of the format.', example: 1 })
  readonly format!: number;

  @MappingPart('string', { description: 'What a document becomes: sale or customer.', example: 'sale' })
  readonly kind!: string;

  @MappingPart('object', { description: 'The system a document comes from, and what names it there.' })
  readonly source!: object;

  @MappingPart('array', { description: 'Conditions that all hold for a document that is for us.', optional: true })
  readonly when?: readonly object[];

  @MappingPart('array', { description: 'Conditions that must hold for those; else they are refused.', optional: true })
  readonly require?: readonly object[];

  @MappingPart('array', { description: 'Which documents take goods back: conditions, or negative-quantities.', optional: true })
  readonly returns?: readonly object[] | string;

  @MappingPart('object', { description: 'Where each field of the command comes from.' })
  readonly fields!: object;

  @MappingPart('object', { description: 'The lines of a sale.', optional: true })
  readonly lines?: object;

  @MappingPart('object', { description: 'How a CSV file of such documents is read.', optional: true })
  readonly csv?: object;
}
