import type { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import { SyncCustomer } from '../customers/sync-customer.command';
import { SyncCustomerBody } from '../customers/sync-customer.dto';
import { ReceiveReturn } from '../returns/receive-return.command';
import { ReceiveReturnBody } from '../returns/return.dto';
import { CloseSale } from '../sales/close-sale.command';
import { CloseSaleBody } from '../sales/sale.dto';
import { checkedBody } from '../validation/checked-body';
import { mapDocument, type Document, type MappedDocument } from './map-document';
import type { IntakeFault } from './map-value';
import type { Mapping } from './mapping.schema';

export type IntakeKind = 'sale' | 'return' | 'customer';

type IntakeCommand = new (body: never, context: CommandContext) => Command<CommandResult<object>>;

/** A document that passed every rule of its content, as the command it is. */
export interface ReadyDocument {
  readonly state: 'ready';
  readonly kind: IntakeKind;
  /** Our id of what it is about. */
  readonly id: string;
  readonly command: IntakeCommand;
  readonly body: object;
}

/** The mapping asks for others: another stage, another kind of document. Nothing is wrong. */
export interface PassedBy {
  readonly state: 'not-for-us';
  readonly path: string;
  readonly message: string;
}

export interface UnfitDocument {
  readonly state: 'refused';
  readonly code: string;
  /** Path in the document. */
  readonly path: string;
  readonly message: string;
  readonly faults: readonly IntakeFault[];
}

export type PreparedDocument = ReadyDocument | PassedBy | UnfitDocument;

/** Reads a document by its mapping and checks it by the rules of its command, without asking the ledger. The same behind every door; never throws. */
export function prepareDocument(mapping: Mapping, document: Document): PreparedDocument {
  const mapped = mapDocument(mapping, document);
  switch (mapped.kind) {
    case 'not-for-us':
      return { state: 'not-for-us', path: mapped.path, message: mapped.reason };
    case 'refused':
      return unfit(mapped.faults);
    case 'sale':
      return checked(mapped, { given: CloseSaleBody, command: CloseSale, idField: 'saleId' });
    case 'return':
      return checked(mapped, { given: ReceiveReturnBody, command: ReceiveReturn, idField: 'returnId' });
    case 'customer':
      return checked(mapped, { given: SyncCustomerBody, command: SyncCustomer, idField: 'customerId' });
  }
}

interface Target {
  readonly given: new () => object;
  readonly command: IntakeCommand;
  readonly idField: string;
}

type Mapped = Extract<MappedDocument, { readonly kind: IntakeKind }>;

function checked({ kind, body, sourceOf }: Mapped, { given, command, idField }: Target): PreparedDocument {
  const result = checkedBody(given, body);
  if (result.ok) {
    return { state: 'ready', kind, id: String((result.body as Readonly<Record<string, unknown>>)[idField]), command, body: result.body };
  }
  return unfit(result.problems.map(({ field, code, rule, remedy }) => ({ code, path: sourceOf(field), field, message: `must be ${rule}. ${remedy}` })));
}

function unfit(faults: readonly IntakeFault[]): UnfitDocument {
  const [first = { code: 'INTAKE.DOCUMENT', path: '', field: '', message: 'the document cannot be read' }] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return { state: 'refused', code: first.code, path: first.path, message: `${placeOf(first)}${first.message}${more}`, faults };
}

function placeOf({ path, field }: IntakeFault): string {
  if (path === '') {
    return '';
  }
  return field === '' ? `${path}: ` : `${path}, for ${field}: `;
}
