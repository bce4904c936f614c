import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DocumentDesk, type DocumentKnownAt, type InvoiceFormat, type MadeDocument } from '#billing';
import type { Checked } from '#ledger';
import { refusalProblem } from '../edge/problem';
import { LEDGER, type LedgerAccess } from '../ledger-access';

export type DocumentAsked =
  | { readonly kind: 'invoice' | 'credit-note'; readonly id: string; readonly format: InvoiceFormat }
  | { readonly kind: 'receipt'; readonly id: string; readonly accountId?: string; readonly knownAt?: DocumentKnownAt }
  | { readonly kind: 'statement'; readonly id: string; readonly from?: string; readonly asOf: string; readonly knownAt?: DocumentKnownAt }
  | { readonly kind: 'reminder'; readonly id: string };

export class MakeDocument extends Query<MadeDocument> {
  constructor(readonly asked: DocumentAsked) {
    super();
  }
}

/** @throws ProblemException for what is not there, or what its standard cannot carry. */
@QueryHandler(MakeDocument)
export class MakeDocumentHandler implements IQueryHandler<MakeDocument> {
  private readonly desk: DocumentDesk;

  constructor(@Inject(LEDGER) ledger: LedgerAccess) {
    this.desk = new DocumentDesk(ledger);
  }

  async execute({ asked }: MakeDocument): Promise<MadeDocument> {
    const made = await this.made(asked);
    if (!made.ok) {
      throw refusalProblem(made.refusal);
    }
    return made.value;
  }

  private made(asked: DocumentAsked): Promise<Checked<MadeDocument>> {
    switch (asked.kind) {
      case 'invoice':
        return this.desk.invoice(asked.id, asked.format);
      case 'credit-note':
        return this.desk.creditNote(asked.id, asked.format);
      case 'receipt':
        return this.desk.receipt(asked.id, asked.accountId, asked.knownAt);
      case 'statement':
        return this.desk.statement({ accountId: asked.id, asOf: asked.asOf, ...(asked.from === undefined ? {} : { from: asked.from }) }, asked.knownAt);
      case 'reminder':
        return this.desk.reminder(asked.id);
    }
  }
}
