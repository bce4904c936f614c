import { renderStatement, type StatementDocument } from '#documents';
import { accountParts, refusal, type Checked } from '#ledger';
import { ReportRefused } from '#read-models';
import { notFound, passed, type DocumentFacts, type DocumentSource } from './document-facts';
import { pdfDocument, type MadeDocument } from './made-document';

export interface StatementAsked {
  readonly accountId: string;
  /** Default: the first day of the year of `asOf`. */
  readonly from?: string;
  readonly asOf: string;
}

/** A statement of account. Its open items are those of its last day. */
export async function makeStatement(source: DocumentSource, facts: DocumentFacts, asked: StatementAsked): Promise<Checked<MadeDocument>> {
  try {
    return await statementOf(source, facts, asked);
  } catch (error) {
    if (error instanceof ReportRefused) {
      return { ok: false, refusal: refusal('invalid', error.code, error.message) };
    }
    throw error;
  }
}

async function statementOf(source: DocumentSource, facts: DocumentFacts, { accountId, from, asOf }: StatementAsked): Promise<Checked<MadeDocument>> {
  const { entityId, customerId } = accountParts(accountId);
  const profile = entityId === '' ? undefined : await facts.knownConfiguration(entityId);
  const found = profile === undefined ? undefined : await facts.addressee(customerId);
  const items = found === undefined ? [] : await source.lookups.accountItems(accountId);
  if (profile === undefined || found === undefined || items.length === 0) {
    return notFound('account', accountId);
  }
  const known = facts.knownAt === undefined ? {} : { knownAt: { sequence: facts.knownAt } };
  const { body } = await source.reports.statement({ entityId, customerId, asOf, ...known, ...(from === undefined ? {} : { from }) });
  const open = await source.reports.receivables({ entityId, customerId, asOf, ...known });
  const openItems = openItemsOf(open.body);
  const document: StatementDocument = {
    profile,
    language: found.language ?? profile.language ?? 'en',
    customer: found.customer,
    accountId,
    from: body.from,
    asOf,
    sections: body.sections.map((section) => ({ ...section, openItems: openItems.get(section.currency) ?? [] })),
  };
  return passed(pdfDocument(`statement-${accountId}-${body.from}-${asOf}`, await renderStatement(document)));
}

type OpenItems = StatementDocument['sections'][number]['openItems'];
type ReceivablesBody = Awaited<ReturnType<DocumentSource['reports']['receivables']>>['body'];

function openItemsOf({ sections }: ReceivablesBody): ReadonlyMap<string, OpenItems> {
  return new Map(
    sections.map(({ currency, accounts }) => [
      currency,
      accounts
        .flatMap(({ items }) => items.filter(({ kind }) => kind === 'invoice'))
        .map(({ documentNumber, issueDate, dueDate, open }) => ({ documentNumber, issueDate, dueDate, open })),
    ]),
  );
}
