import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCall, type Call } from '../edge/call';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { Roles, roleSets } from '../security/roles';
import { SequenceTail } from '../feed/sequence-tail';
import { HttpMetrics } from './http-metrics';
import { behindHead } from './readiness';

@ApiTags('operations')
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly metrics: HttpMetrics,
    private readonly tail: SequenceTail,
  ) {}

  @Get()
  @Roles(roleSets.operates)
  @ApiOperation({ summary: 'Prometheus metrics.', description: `Roles: ${roleSets.operates.join(', ')}.` })
  @ApiResponse({ status: 200, description: 'Text exposition format.', content: { 'text/plain': { schema: { type: 'string' } } } })
  async read(@CurrentCall() { reply }: Call): Promise<string> {
    for (const { projection, sequence, lagEvents } of behindHead(this.ledger.readModels.health(), this.tail.sequence)) {
      this.metrics.projectionSequence.set({ projection }, sequence);
      this.metrics.projectionLag.set({ projection }, lagEvents);
    }
    this.metrics.stuckFollowUps.set(this.ledger.health().stuckFollowUps);
    const { single, counted, waiting, failures } = this.ledger.records.health();
    for (const [record, count] of Object.entries({ single, counted, waiting })) this.metrics.refusals.set({ record }, count);
    this.metrics.recordFailures.set(failures);
    void reply.type(this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
