import { FreshQuery } from '../queries/page.query';
import { QueryNumber } from '../queries/query-fields';

export class MappingQuery extends FreshQuery {
  @QueryNumber(1, 1_000_000, { description: 'Version of the mapping; default the one that counts.', example: 1 })
  readonly version?: number;
}
