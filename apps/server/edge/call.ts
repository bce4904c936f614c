import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** One HTTP exchange, for handlers that read headers or set them. */
export interface Call {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export const CurrentCall = createParamDecorator((_unused: unknown, context: ExecutionContext): Call => {
  const http = context.switchToHttp();
  return { request: http.getRequest<FastifyRequest>(), reply: http.getResponse<FastifyReply>() };
});
