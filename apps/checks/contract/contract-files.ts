import { publishedMappingSchema } from '#billing';
import { asyncApi, eventSchema, type JsonSchema } from '#integration';
import { eventDefinitions } from '#ledger';

export const contractFolder = 'docs/contract';

/** The OpenAPI document as it stands in the repository. */
export const openApiText = (document: object): string => text(document);

const text = (content: object): string => `${JSON.stringify(content, null, 2)}\n`;

/** The name of a type at its version, as `InvoiceIssued.v1`. */
export const versionName = ({ type, version }: { readonly type: string; readonly version: number }): string => `${type}.v${version}`;

/** Schemas by `Type.vN`, as they are now. */
export const currentSchemas = (): ReadonlyMap<string, JsonSchema> => new Map(eventDefinitions.map((definition) => [versionName(definition), eventSchema(definition)]));

/** The files of the public contract, by their path below its folder. */
export function contractFiles(productVersion: string): ReadonlyMap<string, string> {
  const schemas = [...currentSchemas()].map(([name, schema]) => [`events/${name}.json`, text(schema)] as const);
  return new Map([...schemas, ['asyncapi.json', text(asyncApi(eventDefinitions, productVersion))] as const, ['mapping.v1.json', text(publishedMappingSchema())] as const]);
}
