import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { ReadGate } from './read-gate';

/** Every GET that carries `min` waits for it. */
@Injectable()
export class ReadGateInterceptor implements NestInterceptor {
  constructor(private readonly gate: ReadGate) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.method === 'GET') {
      await this.gate.passed(request);
    }
    return next.handle();
  }
}
