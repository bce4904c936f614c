import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { FreshQuery } from '../queries/page.query';
import { CheckedPipe } from './checked-pipe';
import { customerPageRoute } from './public-routes';
import { ReadGate } from './read-gate';

/** Nest keeps a route's parameters under `{kind}:{index}`; 4 is the query. */
const queryKind = '4:';
const onlyFresh = new CheckedPipe(FreshQuery);

/** Every GET that carries `min` waits for it; one that takes no other query parameters refuses them. */
@Injectable()
export class ReadGateInterceptor implements NestInterceptor {
  constructor(private readonly gate: ReadGate) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    // A customer's page takes what its own forms send, waits for nothing, and answers everything with a page.
    if (request.method === 'GET' && request.routeOptions.url?.startsWith(customerPageRoute) !== true) {
      if (!takesQuery(context)) {
        onlyFresh.transform(request.query);
      }
      await this.gate.passed(request);
    }
    return next.handle();
  }
}

function takesQuery(context: ExecutionContext): boolean {
  const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) as object | undefined;
  return Object.keys(parameters ?? {}).some((key) => key.startsWith(queryKind));
}
