import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's own messages, as JSON lines among the others. */
export class NestLog implements LoggerService {
  constructor(private readonly log_: Logger) {}

  log(message: unknown, context?: string): void {
    this.log_.debug({ context }, String(message));
  }

  error(message: unknown): void {
    this.log_.error(String(message instanceof Error ? message.name : message));
  }

  warn(message: unknown, context?: string): void {
    this.log_.warn({ context }, String(message));
  }
}
