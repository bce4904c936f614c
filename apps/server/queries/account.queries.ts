import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { accountParts } from '#ledger';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { StreamReader } from './stream-reader';

type Items = Awaited<ReturnType<LedgerAccess['lookups']['accountItems']>>;

export interface AccountView {
  readonly accountId: string;
  readonly entityId: string;
  readonly customerId: string;
  readonly held: boolean;
  /** Why it is or was last held. */
  readonly reason: string;
  /** Revision of the account's stream: its ETag. */
  readonly revision: number;
}

export class FindAccount extends Query<AccountView | null> {
  constructor(readonly accountId: string) {
    super();
  }
}

@QueryHandler(FindAccount)
export class FindAccountHandler implements IQueryHandler<FindAccount> {
  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly streams: StreamReader,
  ) {}

  async execute({ accountId }: FindAccount): Promise<AccountView | null> {
    const revision = await this.streams.revision('account', accountId);
    if (revision === null) {
      return null;
    }
    const { held, reason } = await this.ledger.lookups.accountHold(accountId);
    return { accountId, ...accountParts(accountId), held, reason, revision };
  }
}

export class ListAccountItems extends Query<Items> {
  constructor(
    readonly accountId: string,
    readonly openOnly: boolean,
  ) {
    super();
  }
}

@QueryHandler(ListAccountItems)
export class ListAccountItemsHandler implements IQueryHandler<ListAccountItems> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess) {}

  execute({ accountId, openOnly }: ListAccountItems): Promise<Items> {
    return this.ledger.lookups.accountItems(accountId, { openOnly });
  }
}
