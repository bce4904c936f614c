import { Controller, Param, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentCall, type Call } from '../edge/call';
import { IdPipe } from '../edge/checked-pipe';
import { CommandRouteDoc } from '../routes/route-docs';
import { roleSets } from '../security/roles';
import { IntakeDesk, type BatchAnswer, type IntakeAnswer } from './intake-desk';
import { intakeAnswerExample, intakeBody } from './intake.examples';

/** Documents of other systems, as they are there. */
@ApiTags('intake')
@Controller('intake')
export class IntakeController {
  constructor(private readonly intake: IntakeDesk) {}

  @Post(':mappingName')
  @ApiParam({ name: 'mappingName', type: String, example: 'salesforce-won' })
  @CommandRouteDoc({
    summary: 'Take a document of another system by its mapping: JSON, or CloudEvents in binary, structured and batch mode (at most 100), where each item is answered.',
    roles: roleSets.sends,
    takes: intakeBody,
    answer: intakeAnswerExample,
    status: 200,
  })
  take(@CurrentCall() call: Call, @Param('mappingName', new IdPipe('mappingName')) mappingName: string): Promise<IntakeAnswer | BatchAnswer> {
    return this.intake.take(call, mappingName);
  }
}
