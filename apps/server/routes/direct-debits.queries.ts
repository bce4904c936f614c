import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ListDirectDebits, MakeDirectDebitFile, type CommandContext, type CommandResult, type DirectDebitFileAnswer, type DirectDebitListAnswer } from '#billing';
import { refusalProblem } from '../edge/problem';
import { LEDGER, type LedgerAccess } from '../ledger-access';

/** A batch with its debits as they stand. */
export class FindDirectDebits extends Query<DirectDebitListAnswer> {
  constructor(readonly batchId: string) {
    super();
  }
}

/** The file of a batch for the bank. */
export class FindDirectDebitFile extends Query<DirectDebitFileAnswer> {
  constructor(readonly batchId: string) {
    super();
  }
}

/** Both write nothing, so no caller stands behind them in the log. */
const looking: CommandContext = { actor: 'query', channel: 'http', commandId: 'query', correlationId: 'query' };

@QueryHandler(FindDirectDebits)
export class FindDirectDebitsHandler implements IQueryHandler<FindDirectDebits> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess) {}

  async execute({ batchId }: FindDirectDebits): Promise<DirectDebitListAnswer> {
    return answerOf(await this.ledger.execute(new ListDirectDebits({ batchId }, looking)));
  }
}

@QueryHandler(FindDirectDebitFile)
export class FindDirectDebitFileHandler implements IQueryHandler<FindDirectDebitFile> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess) {}

  async execute({ batchId }: FindDirectDebitFile): Promise<DirectDebitFileAnswer> {
    return answerOf(await this.ledger.execute(new MakeDirectDebitFile({ batchId }, looking)));
  }
}

function answerOf<Answer>(result: CommandResult<Answer>): Answer {
  if (result.kind === 'accepted') {
    return result.answer;
  }
  throw result.kind === 'refused' ? refusalProblem(result.refusal) : new Error(result.message);
}
