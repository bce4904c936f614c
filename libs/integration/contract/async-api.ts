import type { EventDefinition } from '#ledger';
import type { JsonSchema } from './event-schema';
import { exampleOf } from './example';

const text = (description: string): JsonSchema => ({ type: 'string', description });

/** The members around every event's data. */
const envelope: Readonly<Record<string, JsonSchema>> = {
  sequence: { type: 'integer', minimum: 1, description: 'Ledger sequence: give the last one you handled as the cursor.' },
  id: { type: 'string', format: 'uuid', description: 'An equal id means equal content at the same place.' },
  stream: text('The stream the fact stands in.'),
  revision: { type: 'integer', minimum: 0, description: 'Its place in that stream.' },
  recordedAt: { type: 'string', format: 'date-time', description: 'When it was known, UTC, milliseconds.' },
  actor: text('Who asked: the name of an API key, a policy or a command-line user.'),
  commandId: text('The command it came from.'),
  correlationId: text('What belongs together across commands.'),
  causationId: text('The command or event it follows from.'),
};

/** One event type with its envelope, as the feed and webhooks send it. */
function messageOf(definition: EventDefinition): object {
  const around = { ...envelope, type: { const: definition.type }, schemaVersion: { const: definition.version } };
  return {
    name: definition.type,
    title: definition.type,
    contentType: 'application/json',
    payload: {
      schemaFormat: 'application/schema+json;version=draft-07',
      schema: { type: 'object', properties: { ...around, data: { $ref: `./events/${definition.type}.v${definition.version}.json` } }, required: [...Object.keys(around), 'data'] },
    },
    examples: [{ name: 'shape', payload: exampleEvent(definition) }],
  };
}

/** An event with data of every field. */
export const exampleEvent = ({ type, version, schema }: Pick<EventDefinition, 'type' | 'version' | 'schema'>): object => ({
  sequence: 7, id: '3a1c7a4e-8f3a-5d0e-9a64-0b8f6e2d4c11', type, stream: 'stream-name', revision: 0, recordedAt: '2010-12-01T08:26:00.000Z', actor: 'shop', commandId: 'cmd-1',
  correlationId: 'cmd-1', causationId: 'cmd-1', schemaVersion: version, data: exampleOf(JSON.parse(JSON.stringify(schema)) as JsonSchema),
});

/**
 * The AsyncAPI 3.0 document of what integrators follow: the resumable feed over HTTP, and webhooks. The data of each
 * type is described in a file of its own beside it; the calls are in the OpenAPI document.
 */
export function asyncApi(definitions: readonly EventDefinition[], productVersion: string): object {
  const names = definitions.map(({ type }) => type);
  const messages = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));
  const refs = (channel: string) => names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Daybook events', version: productVersion,
      description: 'Every fact of a ledger in its order. Within a version of a type fields are only added. Fields marked x-personal may be empty: people can be erased.',
    },
    defaultContentType: 'application/json',
    channels: {
      feed: { address: '/events', title: 'Feed', description: 'GET with `after` for pages, or with Accept: text/event-stream and Last-Event-ID for server-sent events.', messages },
      webhook: { address: null, title: 'Webhook', description: 'POST to your endpoint, signed as Standard Webhooks: webhook-id, webhook-timestamp, webhook-signature.', messages },
    },
    operations: {
      followFeed: { action: 'send', channel: { $ref: '#/channels/feed' }, messages: refs('feed'), summary: 'Facts after a cursor, in ledger order.' },
      callWebhook: { action: 'send', channel: { $ref: '#/channels/webhook' }, messages: refs('webhook'), summary: 'At least once, until the endpoint answers 2xx.' },
    },
    components: { messages: Object.fromEntries(definitions.map((definition) => [definition.type, messageOf(definition)])) },
  };
}
