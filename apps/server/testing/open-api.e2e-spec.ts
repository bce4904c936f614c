import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { apiStory, walkApi } from './api-walk';
import { startTestServer, type TestServer } from './test-server';

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  /** Empty: it needs no key. */
  readonly security?: readonly object[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: { readonly $ref: string }; readonly examples?: { readonly walk?: { readonly value: object } } }> };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema?: object; readonly example?: unknown }> }>;
}

interface Schema {
  readonly type?: string;
  readonly properties?: Record<string, { readonly example?: unknown; readonly $ref?: string; readonly description?: string }>;
}

let server: TestServer;
let document: { readonly openapi: string; readonly paths: Record<string, Record<string, Operation>>; readonly components: { readonly schemas: Record<string, Schema> } };

beforeAll(async () => {
  server = await startTestServer();
  document = (await server.get('/docs-json', { role: null })).json as unknown as typeof document;
});
afterAll(() => server.stop());

const operations = (): readonly (readonly [string, Operation])[] =>
  Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const));

/** What a key is needed for; the other ways in check a signature of their own. */
const posts = (): readonly (readonly [string, Operation])[] => operations().filter(([name, { security }]) => name.startsWith('post') && security?.length !== 0);

describe('the API reference', () => {
  it('is served without anything from elsewhere', async () => {
    const page = await server.get('/docs', { role: null });
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    for (const asset of ['/docs/swagger-ui-bundle.js', '/docs/swagger-ui.css', '/docs/swagger-ui-init.js']) {
      expect((await server.get(asset, { role: null })).status).toBe(200);
    }
  });

  it('describes every operation, its refusals and an example of its answer', () => {
    expect(document.openapi).toMatch(/^3\./);
    expect(operations().length).toBeGreaterThan(30);
    for (const [name, operation] of operations()) {
      expect([name, operation.summary]).toEqual([name, expect.stringMatching(/\.$/)]);
      const [done] = Object.entries(operation.responses).find(([status]) => status.startsWith('2')) ?? [];
      const content = Object.values(operation.responses[done ?? '']?.content ?? {});
      expect([name, content.some(({ example, schema }) => example !== undefined || schema !== undefined)]).toEqual([name, true]);
    }
  });

  it('gives every POST an Idempotency-Key and a body whose fields have descriptions and examples', () => {
    for (const [name, operation] of posts()) {
      expect([name, operation.parameters?.some((parameter) => parameter.name === 'Idempotency-Key')]).toEqual([name, true]);
      const ref = operation.requestBody?.content['application/json']?.schema.$ref ?? '';
      const schema = document.components.schemas[ref.split('/').at(-1) ?? ''];
      for (const [field, property] of Object.entries(schema?.properties ?? {})) {
        expect([name, field, (property.description ?? '').length > 0 || property.$ref !== undefined]).toEqual([name, field, true]);
      }
    }
  });

  it('holds only schemas that compile, with references that resolve', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addSchema({ ...document, $id: 'api' });
    for (const name of Object.keys(document.components.schemas)) {
      expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` })).not.toThrow();
    }
    for (const [, reference = ''] of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
      expect(Object.keys(document.components.schemas)).toContain(reference);
    }
  });

  it('shows a whole body for every POST, accepted one after the other', async () => {
    const shown = posts();
    const { bodyOf } = apiStory(document);
    expect(shown.map(([name]) => [name, bodyOf(name.slice(5)) !== undefined])).toEqual(shown.map(([name]) => [name, true]));
    await walkApi(server, document, (path, reply) => {
      expect([path, reply.status, reply.status < 300 ? '' : reply.text]).toEqual([path, expect.any(Number), '']);
    });
  });

  it('is the document in the repository: npm run docs:contract writes it', () => {
    const kept = readFileSync(join(__dirname, '../../../docs/contract/openapi.json'), 'utf8');
    expect(JSON.parse(kept)).toEqual(document);
  });

  it('shows what is open without a key, and says what lets in', () => {
    const open = operations().filter(([, { security }]) => security?.length === 0);
    expect(open.map(([name]) => name).sort()).toEqual([
      'get /c/{token}', 'get /c/{token}/document', 'get /c/{token}/statement', 'post /c/{token}/ask', 'post /c/{token}/pay', 'post /gateway/stripe/webhook',
    ]);
    for (const [, { description }] of open) {
      expect(description).toMatch(/^Needs no key: .*sign/);
    }
  });

  it('names every path parameter', () => {
    for (const [name, operation] of operations()) {
      const named = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
      expect([name, [...described].sort()]).toEqual([name, [...named].sort()]);
    }
  });
});
