import { Controller, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  AcceptDeduction, AcceptDeductionBody, ChargeLateFees, ChargeLateFeesBody, RelieveBadDebtTax, RelieveBadDebtTaxBody, ReverseDeduction,
  ReverseDeductionBody, ReverseWriteOff, ReverseWriteOffBody, WriteOff, WriteOffBody, type DeductionAnswer, type DeductionReversedAnswer,
  type LateChargesAnswer, type TaxReliefAnswer, type WriteOffAnswer, type WriteOffReversedAnswer,
} from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { roleSets } from '../security/roles';
import {
  deductionExample, deductionReversedExample, lateChargesExample, taxReliefExample, writeOffExample, writeOffReversedExample,
} from './correction.examples';
import { CommandRouteDoc } from './route-docs';

const path = { accountId: 'accountId' };

@ApiTags('accounts')
@ApiParam({ name: 'accountId', type: String, example: 'UK~17850' })
@Controller('accounts/:accountId')
export class AccountCorrectionsController {
  constructor(private readonly desk: CommandDesk) {}

  @Post('deductions')
  @CommandRouteDoc({
    summary: 'Accept what an invoice is short of as settled.',
    roles: roleSets.works,
    takes: AcceptDeductionBody,
    answer: deductionExample,
    ifMatch: true,
  })
  deduct(@CurrentCall() call: Call): Promise<CommandReply<DeductionAnswer>> {
    return this.desk.run(call, { given: AcceptDeductionBody, command: AcceptDeduction, path: path });
  }

  @Post('deductions/:deductionId/reversal')
  @ApiParam({ name: 'deductionId', type: String, example: 'DED-1' })
  @CommandRouteDoc({
    summary: 'Take a deduction back.',
    roles: roleSets.works,
    takes: ReverseDeductionBody,
    answer: deductionReversedExample,
    status: 200,
    ifMatch: true,
  })
  reverseDeduction(@CurrentCall() call: Call): Promise<CommandReply<DeductionReversedAnswer>> {
    return this.desk.run(call, { given: ReverseDeductionBody, command: ReverseDeduction, path: { ...path, deductionId: 'deductionId' }, requestId: true });
  }

  @Post('write-offs')
  @CommandRouteDoc({
    summary: 'Give a debt up for the books.',
    roles: roleSets.works,
    takes: WriteOffBody,
    answer: writeOffExample,
    ifMatch: true,
  })
  writeOff(@CurrentCall() call: Call): Promise<CommandReply<WriteOffAnswer>> {
    return this.desk.run(call, { given: WriteOffBody, command: WriteOff, path: path });
  }

  @Post('write-offs/:writeOffId/reversals')
  @ApiParam({ name: 'writeOffId', type: String, example: 'WO-1' })
  @CommandRouteDoc({
    summary: 'Bring (part of) a written-off debt back.',
    roles: roleSets.works,
    takes: ReverseWriteOffBody,
    answer: writeOffReversedExample,
    ifMatch: true,
  })
  reverseWriteOff(@CurrentCall() call: Call): Promise<CommandReply<WriteOffReversedAnswer>> {
    return this.desk.run(call, { given: ReverseWriteOffBody, command: ReverseWriteOff, path: { ...path, writeOffId: 'writeOffId' }, requestId: true });
  }

  @Post('write-offs/:writeOffId/tax-relief')
  @ApiParam({ name: 'writeOffId', type: String, example: 'WO-1' })
  @CommandRouteDoc({
    summary: 'Claim the tax of a written-off debt back.',
    roles: roleSets.works,
    takes: RelieveBadDebtTaxBody,
    answer: taxReliefExample,
    ifMatch: true,
  })
  relieveTax(@CurrentCall() call: Call): Promise<CommandReply<TaxReliefAnswer>> {
    return this.desk.run(call, { given: RelieveBadDebtTaxBody, command: RelieveBadDebtTax, path: { ...path, writeOffId: 'writeOffId' } });
  }

  @Post('late-charges')
  @CommandRouteDoc({
    summary: 'Bill late fees and interest on overdue invoices; each day is charged once.',
    roles: roleSets.works,
    takes: ChargeLateFeesBody,
    answer: lateChargesExample,
    ifMatch: true,
  })
  chargeLateFees(@CurrentCall() call: Call): Promise<CommandReply<LateChargesAnswer>> {
    return this.desk.run(call, { given: ChargeLateFeesBody, command: ChargeLateFees, path: path, requestId: true });
  }
}
