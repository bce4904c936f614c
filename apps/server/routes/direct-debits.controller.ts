import { Controller, Get, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  CancelDirectDebit, CancelDirectDebitBody, DirectDebitCollectedBody, DirectDebitReturnedBody, PlanDirectDebits, PlanDirectDebitsBody, RecordDirectDebitCollected, RecordDirectDebitReturned,
  type DirectDebitBatchAnswer, type DirectDebitListAnswer,
} from '#billing';
import type { DirectDebitEndAnswer } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { IdPipe } from '../edge/checked-pipe';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { roleSets } from '../security/roles';
import { FindDirectDebitFile, FindDirectDebits } from './direct-debits.queries';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

const batchId = 'DD-2026-03-10';
const directDebitId = 'DD-2026-03-10.1';
const accountId = 'DE~17850';
const batch = { batchId, entityId: 'DE', collectionDate: '2026-03-10', scheme: 'core', currency: 'EUR' };
const ended = { accountId, directDebitId, outcome: 'cancelled', endedOn: '2026-03-05' };
const path = { directDebitId: 'directDebitId' };

/** SEPA direct debits: planned in batches, sent to the bank as a file, ended one by one. */
@ApiTags('direct debits')
@Controller()
export class DirectDebitsController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post('direct-debit-batches')
  @CommandRouteDoc({
    summary: 'Plan who is collected from on a day, and claim each debit. Sent again with the same id, the plan is carried on; nothing is claimed twice.',
    roles: roleSets.works,
    takes: PlanDirectDebitsBody,
    answer: { ...batch, planned: 2, ordered: 1, total: '120.00', dropped: [{ directDebitId: 'DD-2026-03-10.2', why: 'mandate "M-9" was revoked on 2026-03-05.' }] },
  })
  plan(@CurrentCall() call: Call): Promise<CommandReply<DirectDebitBatchAnswer>> {
    return this.desk.run(call, { given: PlanDirectDebitsBody, command: PlanDirectDebits });
  }

  @Get('direct-debit-batches/:batchId')
  @ApiParam({ name: 'batchId', type: String, example: batchId })
  @QueryRouteDoc({
    summary: 'The debits of a batch as they stand.',
    roles: roleSets.reports,
    answer: {
      ...batch,
      plannedOn: '2026-03-05',
      closed: true,
      debits: [{ directDebitId, accountId, mandateId: 'M-17850-1', state: 'in-flight', sequence: 'FRST', amount: '120.00', documents: ['INV-000001'] }],
    },
  })
  list(@Param('batchId', new IdPipe('batchId')) id: string): Promise<DirectDebitListAnswer> {
    return this.queries.execute(new FindDirectDebits(id));
  }

  /** Holds names and accounts of debtors. */
  @Get('direct-debit-batches/:batchId/file')
  @ApiParam({ name: 'batchId', type: String, example: batchId })
  @ApiProduces('application/xml')
  @QueryRouteDoc({
    summary: 'The file for the bank, pain.008.001.08: the same until a debit of it is cancelled.',
    // Writes nothing, and whoever audits compares it with what the bank booked.
    roles: roleSets.reports,
    answer: '<?xml version="1.0" encoding="UTF-8"?><Document>…</Document>',
  })
  async file(@Param('batchId', new IdPipe('batchId')) id: string, @CurrentCall() { reply }: Call): Promise<void> {
    const { fileName, xml } = await this.queries.execute(new FindDirectDebitFile(id));
    void reply.header('content-disposition', `attachment; filename="${fileName}"`).type('application/xml; charset=utf-8').send(xml);
  }

  @Post('direct-debits/:directDebitId/cancellation')
  @ApiParam({ name: 'directDebitId', type: String, example: directDebitId })
  @CommandRouteDoc({
    summary: 'Do not send a claimed debit to the bank; what it named is open as before.',
    roles: roleSets.works,
    takes: CancelDirectDebitBody,
    answer: ended,
    status: 200,
  })
  cancel(@CurrentCall() call: Call): Promise<CommandReply<DirectDebitEndAnswer>> {
    return this.desk.run(call, { given: CancelDirectDebitBody, command: CancelDirectDebit, path });
  }

  @Post('direct-debits/:directDebitId/collection')
  @ApiParam({ name: 'directDebitId', type: String, example: directDebitId })
  @CommandRouteDoc({
    summary: 'The bank collected a debit; its payment is entered by itself.',
    roles: roleSets.sends,
    takes: DirectDebitCollectedBody,
    answer: { ...ended, outcome: 'collected', endedOn: '2026-03-10' },
    status: 200,
  })
  collected(@CurrentCall() call: Call): Promise<CommandReply<DirectDebitEndAnswer>> {
    return this.desk.run(call, { given: DirectDebitCollectedBody, command: RecordDirectDebitCollected, path });
  }

  @Post('direct-debits/:directDebitId/return')
  @ApiParam({ name: 'directDebitId', type: String, example: directDebitId })
  @CommandRouteDoc({
    summary: 'The debtor’s bank did not pay a debit, or took it back: the payment it had brought is reversed.',
    roles: roleSets.sends,
    takes: DirectDebitReturnedBody,
    answer: { ...ended, outcome: 'returned', endedOn: '2026-03-12' },
    status: 200,
  })
  returned(@CurrentCall() call: Call): Promise<CommandReply<DirectDebitEndAnswer>> {
    return this.desk.run(call, { given: DirectDebitReturnedBody, command: RecordDirectDebitReturned, path });
  }
}
