import createFetchClient, { type Client } from 'openapi-fetch';
import type { paths } from '../../docs/contract/api';

export interface DaybookClientOptions {
  /** Where the server answers, as `http://localhost:3000`. */
  readonly baseUrl: string;
  /** An API key: `dbk_…`. */
  readonly apiKey: string;
}

/** Calls of the HTTP API, typed by its OpenAPI document: paths, parameters, bodies, and what answers show. */
export type DaybookClient = Client<paths>;

/**
 * A client of one server. A refusal is no exception: it is the `error` of the answer, a problem detail with its code.
 *
 * @throws TypeError from a call when the server cannot be reached.
 */
export function createClient({ baseUrl, apiKey }: DaybookClientOptions): DaybookClient {
  return createFetchClient<paths>({ baseUrl, headers: { authorization: `Bearer ${apiKey}` } });
}
