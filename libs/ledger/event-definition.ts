import type { Static, TObject } from '@sinclair/typebox';

/** Lifts the data of one older schema version to the next. Pure. */
export type Upcast = (data: Record<string, unknown>) => Record<string, unknown>;

/** What the registry knows about one event type: its name, its current version, its schema, its past. */
export interface EventDefinition<Type extends string = string, Schema extends TObject = TObject> {
  readonly type: Type;
  /** The version written today, from 1. */
  readonly version: number;
  /** JSON Schema of `data` at that version. */
  readonly schema: Schema;
  /** `upcasts[i]` lifts version i + 1 to i + 2; there are version − 1 of them. */
  readonly upcasts: readonly Upcast[];
}

export function defineEvent<Type extends string, Schema extends TObject>(
  type: Type,
  schema: Schema,
  upcasts: readonly Upcast[] = [],
): EventDefinition<Type, Schema> {
  return { type, version: upcasts.length + 1, schema, upcasts };
}

/** The event a definition describes: `{ type, data }`. */
export type EventOf<Definition> =
  Definition extends EventDefinition<infer Type, infer Schema>
    ? { readonly type: Type; readonly data: Static<Schema> }
    : never;

/** Any domain event, before it is narrowed by its type. */
export interface DomainEvent {
  readonly type: string;
  readonly data: unknown;
}
