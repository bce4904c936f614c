import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Amount, Closed, CurrencyCode, Id, OneOf, Text } from '../wire';

/** Acts that a role may do up to a limit, and above it only with another person's approval. */
export const LimitedAct = OneOf('credit-note', 'refund', 'write-off', 'back-dating', 'bank-details', 'reopen-period', 'draft');

/** Somebody asked for more than their role allows. The command waits, as it was sent, for another person. */
export const ApprovalRequested = defineEvent(
  'ApprovalRequested',
  Closed({
    approvalId: Id,
    entityId: Id,
    act: LimitedAct,
    /** What it is about: an account, a payment, a period. */
    subject: Id,
    /** Base currency. Absent where the act has no amount. */
    amount: Type.Optional(Amount),
    /** What the role allows, in base currency or days. */
    limit: Type.Optional(Text),
    currency: Type.Optional(CurrencyCode),
    /** Name of the command and its body as canonical JSON. */
    command: Text,
    content: Type.String({ maxLength: 400_000 }),
    requestedBy: Text,
    role: Text,
  }),
);
export type ApprovalRequested = EventOf<typeof ApprovalRequested>;

/** Never by the person who asked. */
export const ApprovalGranted = defineEvent('ApprovalGranted', Closed({ approvalId: Id, grantedBy: Text, role: Text, remark: Type.Optional(Text) }));
export type ApprovalGranted = EventOf<typeof ApprovalGranted>;

export const ApprovalDenied = defineEvent('ApprovalDenied', Closed({ approvalId: Id, deniedBy: Text, role: Text, reason: Text }));
export type ApprovalDenied = EventOf<typeof ApprovalDenied>;

/** The granted command was carried out, or refused by what had changed since. */
export const ApprovalCarriedOut = defineEvent(
  'ApprovalCarriedOut',
  Closed({ approvalId: Id, outcome: OneOf('done', 'refused'), code: Type.Optional(Text), message: Type.Optional(Text) }),
);
export type ApprovalCarriedOut = EventOf<typeof ApprovalCarriedOut>;

export const approvalEvents = [ApprovalRequested, ApprovalGranted, ApprovalDenied, ApprovalCarriedOut] as const;
export type ApprovalEvent = ApprovalRequested | ApprovalGranted | ApprovalDenied | ApprovalCarriedOut;
