import { QueryNumber, QueryText } from './query-fields';

/** What every GET takes; the read gate has waited by the time a handler sees it. */
export class FreshQuery {
  @QueryText({ description: 'Ledger sequence or write token that must be readable first.', max: 40 })
  readonly min?: string;

  @QueryNumber(0, 30_000, { description: 'Milliseconds to wait for it; default 2000.', example: 2000 })
  readonly wait?: number;
}

export class PageQuery extends FreshQuery {
  @QueryNumber(1, 1000, { description: 'Most entries of a page; default 100.', example: 100 })
  readonly limit?: number;
}

export class ListQuery extends PageQuery {
  @QueryNumber(0, Number.MAX_SAFE_INTEGER, { description: 'The `next` of the page before.', example: 4711 })
  readonly after?: number;
}
