import Ajv from 'ajv';
import { startTestServer, type TestServer } from './test-server';

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: { readonly $ref: string } }> };
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
    for (const [name, operation] of operations().filter(([each]) => each.startsWith('post'))) {
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

  it('names every path parameter', () => {
    for (const [name, operation] of operations()) {
      const named = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
      expect([name, [...described].sort()]).toEqual([name, [...named].sort()]);
    }
  });
});
