import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiProduces, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { bodyExamples } from './body.examples';
import { schemaOfExample } from './example-schema';
import { Roles, type Role } from '../security/roles';

interface RouteDoc {
  readonly summary: string;
  readonly roles: readonly Role[];
  /** An example of the answer. */
  readonly answer: unknown;
}

/** A body that no class describes: any fields. */
export interface FreeBody {
  readonly description: string;
  readonly example: object;
}

interface CommandDoc extends RouteDoc {
  readonly takes: Type | FreeBody;
  /** 201 for a new fact with an id of its own, 200 for a change of something that is. */
  readonly status?: 200 | 201;
  /** The resource has a revision: If-Match is honoured. */
  readonly ifMatch?: true;
}

const problemSchema = { $ref: '#/components/schemas/Problem' };

const refusals: Readonly<Record<number, string>> = {
  400: 'Malformed: no JSON, nested too deep, a key twice.',
  401: 'No API key, or one that is unknown, expired or revoked.',
  403: 'The key’s role may not do this.',
  404: 'No such thing.',
  409: 'At odds with what is on record, or a key used for other content.',
  413: 'The body is over 1 MiB, for usage over 4 MiB.',
  422: 'A field breaks its rule; errors names each.',
  429: 'Too many requests; see Retry-After.',
  503: 'Outcome unknown or not readable yet: repeat, with the same key.',
};

const Refusals = (statuses: readonly number[]): MethodDecorator =>
  applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({ status, description: refusals[status] ?? '', content: { 'application/problem+json': { schema: problemSchema } } }),
    ),
  );

const written = (answer: unknown): object => ({ ...(answer as object), writeToken: '00000000000000000000000000000a2b', sequence: 42 });

function takenBody(takes: Type | FreeBody): MethodDecorator {
  const example = typeof takes === 'function' ? bodyExamples.get(takes) : takes.example;
  const examples = example === undefined ? {} : { examples: { walk: { summary: 'One step of a story over all POSTs.', value: example } } };
  return typeof takes === 'function'
    ? ApiBody({ type: takes, ...examples })
    : ApiBody({ description: takes.description, schema: { type: 'object', additionalProperties: true }, ...examples });
}

/** A POST that becomes one command: its roles, its status and its page in the API reference. */
export function CommandRouteDoc({ summary, roles, answer, takes, status = 201, ifMatch }: CommandDoc): MethodDecorator {
  return applyDecorators(
    Roles(roles),
    HttpCode(status),
    ApiOperation({ summary, description: `Roles: ${roles.join(', ')}.` }),
    takenBody(takes),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Makes the request happen once, for ever: sent again with the same content it gets the first answer (Idempotent-Replayed: true), with other content 409.',
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
    }),
    ...(ifMatch === true
      ? [
          ApiHeader({ name: 'If-Match', required: false, description: 'The ETag you decided on; 412 when it changed since.', schema: { type: 'string' } }),
          Refusals([412]),
        ]
      : []),
    ApiResponse({
      status,
      description: 'Done, or done before.',
      content: {
        'application/json': {
          schema: schemaOfExample(written(answer)),
          example: written(answer),
        },
      },
    }),
    Refusals([400, 401, 403, 404, 409, 413, 422, 429, 503]),
  );
}

/** A GET: its roles, `min` and `wait`, and its page in the API reference. */
export function QueryRouteDoc({ summary, roles, answer, csv }: RouteDoc & { readonly csv?: true }): MethodDecorator {
  return applyDecorators(
    Roles(roles),
    ApiOperation({ summary, description: `Roles: ${roles.join(', ')}.` }),
    ApiQuery({ name: 'min', required: false, schema: { type: 'string' }, description: 'Sequence or write token that must be readable first.' }),
    ApiQuery({ name: 'wait', required: false, schema: { type: 'integer', minimum: 0, maximum: 30_000, default: 2000 }, description: 'Milliseconds to wait for it.' }),
    ...(csv === true ? [ApiProduces('application/json', 'text/csv')] : []),
    ApiResponse({
      status: 200,
      description: 'The answer.',
      content: {
        'application/json': { schema: schemaOfExample(answer), example: answer },
        ...(csv === true ? { 'text/csv': { schema: { type: 'string' } } } : {}),
      },
    }),
    Refusals([401, 403, 404, 422, 429, 503]),
  );
}
