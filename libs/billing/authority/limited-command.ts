import type { Type } from '@nestjs/common';
import type { Command } from '@nestjs/cqrs';
import type { MeasuredAct } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { EntityFacts } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';

/** A command whose reach a role may be limited in: how to make it again from what was sent, and how far it goes. */
export interface LimitedCommand<Body extends object = object> {
  readonly command: new (body: Body, context: CommandContext) => Command<CommandResult<unknown>> & { readonly body: Body; readonly context: CommandContext };
  readonly body: Type<Body>;
  /** Legal entity whose limits count; null: every entity's, since the command is about none. */
  readonly entityOf: (body: Body, ledger: LedgerContext) => Promise<string | undefined | null> | string | undefined | null;
  readonly measure: (body: Body, scene: MeasureScene) => Promise<readonly MeasuredAct[]> | readonly MeasuredAct[];
}

export interface MeasureScene {
  readonly ledger: LedgerContext;
  readonly entity: EntityFacts;
}

/** Keeps body and command together where they are declared; a list of them forgets which body is whose. */
export const limited = <Body extends object>(declared: LimitedCommand<Body>): LimitedCommand => declared as unknown as LimitedCommand;
