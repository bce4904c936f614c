import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { EventDefinition } from '#ledger';
import { SchemaViolation } from './errors';

/** The JSON Schemas of every event type, by type name. Each is compiled when its type is first written. */
export class EventSchemas {
  private readonly ajv = new Ajv({ allErrors: false, strict: false });
  private readonly known = new Map<string, { readonly definition: EventDefinition; validate?: ValidateFunction }>();

  constructor(definitions: readonly EventDefinition[]) {
    for (const definition of definitions) {
      if (this.known.has(definition.type)) throw new Error(`event type ${definition.type} is defined twice`);
      this.known.set(definition.type, { definition });
    }
  }

  definition(type: string): EventDefinition | undefined {
    return this.known.get(type)?.definition;
  }

  /** @throws SchemaViolation naming the first field at fault. */
  check(type: string, data: unknown): EventDefinition {
    const entry = this.known.get(type);
    if (entry === undefined) throw new SchemaViolation(type, '', 'this event type is not in the registry');
    entry.validate ??= this.ajv.compile(entry.definition.schema);
    if (!entry.validate(data)) throw violation(type, entry.validate.errors?.[0]);
    return entry.definition;
  }
}

function violation(type: string, fault: ErrorObject | undefined): SchemaViolation {
  const extra: unknown = fault?.params['additionalProperty'] ?? fault?.params['missingProperty'];
  const field = `${fault?.instancePath ?? ''}${typeof extra === 'string' ? `/${extra}` : ''}`;
  return new SchemaViolation(type, field, fault?.message ?? 'does not fit its schema');
}
