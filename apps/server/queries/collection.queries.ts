import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { buildDossier, DocumentDesk, readWorklist, type Dossier, type Worklist } from '#billing';
import { accountFold, entityConfiguration, entityFold, promiseStanding } from '#ledger';
import { knownCurrency, minorOf } from '#money';
import { collectionRecord, handOversNamed, type CollectionRecord } from '#read-models';
import { problem } from '../edge/problem';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { StreamReader } from './stream-reader';

export interface WorklistAsked {
  readonly entityId: string | undefined;
  readonly asOf: string;
  /** In base currency. */
  readonly largeFrom: string;
  readonly limit: number;
}

export class FindWorklist extends Query<Worklist> {
  constructor(readonly asked: WorklistAsked) {
    super();
  }
}

@QueryHandler(FindWorklist)
export class FindWorklistHandler implements IQueryHandler<FindWorklist> {
  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly streams: StreamReader,
  ) {}

  async execute({ asked }: FindWorklist): Promise<Worklist> {
    const ids = this.ledger.entityIds();
    const entityId = asked.entityId ?? (ids.length === 1 ? ids[0] : undefined);
    const entity = entityId === undefined ? null : await this.streams.fold('entity', entityId, entityFold);
    const configuration = entity === null ? undefined : entityConfiguration(entity.state);
    if (entityId === undefined || configuration === undefined) {
      throw problem(422, 'ENTITY.UNNAMED', 'Name a legal entity that is configured in entityId.', { data: { entityIds: ids.slice(0, 20) } });
    }
    const { digits } = knownCurrency(configuration.baseCurrency);
    const [whole = '0', part = ''] = asked.largeFrom.split('.');
    const largeFrom = minorOf(digits === 0 ? whole : `${whole}.${part.slice(0, digits).padEnd(digits, '0')}`, digits);
    return readWorklist(this.ledger, { entityId, asOf: asked.asOf, largeFrom, limit: asked.limit });
  }
}

export class FindDossier extends Query<Dossier | null> {
  constructor(
    readonly handoverId: string,
    readonly accountId: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(FindDossier)
export class FindDossierHandler implements IQueryHandler<FindDossier> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess) {}

  async execute({ handoverId, accountId }: FindDossier): Promise<Dossier | null> {
    const named = (await handOversNamed(this.ledger.readStore, handoverId)).filter((one) => accountId === undefined || one.accountId === accountId);
    if (named.length > 1) {
      const message = `${named.length} accounts have a hand-over ${handoverId}. Name one in accountId.`;
      throw problem(409, 'HAND_OVER.AMBIGUOUS', message, { data: { accountIds: named.slice(0, 20).map((one) => one.accountId) } });
    }
    const [handOver] = named;
    return handOver === undefined ? null : buildDossier({ ...sourceOf(this.ledger), desk: new DocumentDesk(this.ledger) }, handOver.accountId, handoverId);
  }
}

const sourceOf = ({ store, codec, lookups }: LedgerAccess): Pick<LedgerAccess, 'store' | 'codec' | 'lookups'> => ({ store, codec, lookups });

type Promises = CollectionRecord['promises'];

/** The collector's record, with how each promise stands on a day. */
export interface CollectionView extends Omit<CollectionRecord, 'promises'> {
  readonly promises: readonly (Promises[number] & { readonly status: string })[];
}

export class FindCollection extends Query<CollectionView> {
  constructor(
    readonly accountId: string,
    readonly asOf: string,
  ) {
    super();
  }
}

@QueryHandler(FindCollection)
export class FindCollectionHandler implements IQueryHandler<FindCollection> {
  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly streams: StreamReader,
  ) {}

  async execute({ accountId, asOf }: FindCollection): Promise<CollectionView> {
    const record = await collectionRecord(this.ledger.readStore, accountId);
    const account = await this.streams.fold('account', accountId, accountFold);
    const promises = record.promises.map((promise) => {
      const known = account?.state.care.promises.get(promise.promiseId);
      return { ...promise, status: account === null || known === undefined ? 'open' : promiseStanding(account.state, known, asOf).status };
    });
    return { ...record, promises };
  }
}
