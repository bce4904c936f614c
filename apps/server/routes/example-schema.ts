import type { ApiResponse } from '@nestjs/swagger';

type SchemaObject = NonNullable<Parameters<typeof ApiResponse>[0]> extends { schema?: infer Schema } ? NonNullable<Schema> : never;

/**
 * The shape of an answer, read off its example: which fields there are and of what kind. None is promised to be there,
 * and there may be more: an example shows one case.
 */
export function schemaOfExample(example: unknown): SchemaObject {
  return shapeOf(example) as SchemaObject;
}

function shapeOf(value: unknown): object {
  if (Array.isArray(value)) return { type: 'array', items: value.length === 0 ? {} : shapeOf(value[0]) };
  switch (typeof value) {
    case 'string':
      return { type: 'string' };
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
      return { type: Number.isInteger(value) ? 'integer' : 'number' };
    case 'object':
      return value === null ? {} : { type: 'object', properties: Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part)])) };
    default:
      return {};
  }
}
