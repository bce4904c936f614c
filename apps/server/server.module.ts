import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { CommandDesk } from './edge/command-desk';
import { ProblemFilter } from './edge/problem.filter';
import { ReadGate } from './edge/read-gate';
import { ReadGateInterceptor } from './edge/read-gate.interceptor';
import { RequestLog } from './edge/request-log';
import { EventFeed } from './feed/event-feed';
import { SequenceTail } from './feed/sequence-tail';
import { PageReader } from './hosted/page-facts';
import { IntakeDesk } from './intake/intake-desk';
import { LEDGER, type LedgerAccess } from './ledger-access';
import { HttpMetrics } from './operations/http-metrics';
import { SERVER_LOG } from './operations/server-log';
import { controllers } from './routes';
import { queryHandlers } from './queries';
import { RolesGuard } from './security/roles.guard';
import { SERVER_OPTIONS, type ServerOptions } from './server-options';
import { WebhookDesk } from './webhooks-out/webhook-desk';

/** The composition root: an open ledger in, controllers and their edge out. */
@Module({})
export class ServerModule {
  static around(ledger: LedgerAccess, options: ServerOptions, parts: { readonly log: Logger; readonly metrics: HttpMetrics }): DynamicModule {
    return {
      module: ServerModule,
      imports: [CqrsModule.forRoot()],
      controllers: [...controllers],
      providers: [
        { provide: LEDGER, useValue: ledger },
        { provide: SERVER_OPTIONS, useValue: options },
        { provide: SERVER_LOG, useValue: parts.log },
        { provide: HttpMetrics, useValue: parts.metrics },
        { provide: APP_FILTER, useValue: new ProblemFilter(parts.log, ledger.records) },
        { provide: APP_GUARD, useClass: RolesGuard },
        { provide: APP_INTERCEPTOR, useClass: ReadGateInterceptor },
        PageReader,
        ReadGate,
        RequestLog,
        SequenceTail,
        EventFeed,
        WebhookDesk,
        CommandDesk,
        IntakeDesk,
        ...queryHandlers,
      ],
    };
  }
}
