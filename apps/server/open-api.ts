import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { productVersion } from '#read-models';

const about = `Event-sourced billing ledger: sales become numbered invoices, money is allocated to them, and every report can
be asked as of any date as it was known at any moment.

Amounts are text at the currency's scale ("1234.50"); days are YYYY-MM-DD. Every refusal is a problem detail (RFC 9457)
with a stable code (docs/refusals.md lists them). Every POST takes an Idempotency-Key and can be repeated safely: the same content gets the first
answer. Same content is the same JSON, apart from the order of members and trailing zeros of amounts; a field spelled out
with its default counts as other content. An answer's writeToken or sequence, given to a query as min, makes the query
wait until it can be seen.`;

const problemSchema = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'detail', 'code', 'errors'],
  properties: {
    type: { type: 'string', example: 'urn:daybook:problem:REQUEST.INVALID' },
    title: { type: 'string', example: 'Invalid request' },
    status: { type: 'integer', example: 422 },
    detail: { type: 'string', example: 'Field amount must be an amount as text, above zero. Send text such as "1234.50".' },
    code: { type: 'string', example: 'REQUEST.INVALID' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'rule', 'remedy'],
        properties: {
          field: { type: 'string', example: 'amount' },
          value: { example: '1e100' },
          rule: { type: 'string', example: 'an amount as text, above zero' },
          remedy: { type: 'string', example: 'Send text such as "1234.50".' },
        },
      },
    },
    data: { type: 'object' },
  },
};

/** The API reference, made from the code. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Daybook')
    .setDescription(about)
    .setVersion(productVersion)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key: dbk_…' })
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: problemSchema } };
  return document;
}

/** Serves it at /docs, bundled, and as JSON at /docs-json. */
export function serveApiReference(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'docs-json',
    raw: ['json'],
    customSiteTitle: 'Daybook API',
    swaggerOptions: { persistAuthorization: false, docExpansion: 'none', validatorUrl: null },
  });
}
