import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Closed, Id, OneOf, Text } from '../wire';

/** The id of the one stream of audit records. */
export const auditStreamId = 'log';

/** Longest list of ids, parameters or settings that one record names. */
export const auditListMax = 100;
/** Most settings, API keys among them, that one record tells. */
export const settingsMax = 500;
/** How many kinds of refusal one summary tells apart; all others are counted together. */
export const countedKindsMax = 200;

/** A name made by the program: of a command, a parameter, a setting, a format. */
const Name = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9 _./:{}-]{0,119}$' });
const Code = Type.String({ pattern: '^[A-Z][A-Z0-9_.]{0,99}$' });
/** `http`: through the API. `local`: by a program that holds the data folder, such as the command line, an import or a timer. */
const Channel = OneOf('http', 'local');
const Milliseconds = Type.Integer({ minimum: 0 });

/** How a refusal reads at the edge; the last three are given before a command is understood. */
export const refusedKinds = ['invalid', 'not-found', 'conflict', 'forbidden', 'unauthenticated', 'limited', 'malformed'] as const;
export type RefusedKind = (typeof refusedKinds)[number];

/** Who asked: the name of an API key, or of a program and its user. `keyId` may be that of a key which is not taken any more. */
const By = Closed({
  actor: Id,
  keyId: Type.Optional(Type.String({ pattern: '^[0-9a-f]{12}$' })),
  role: Type.Optional(Type.String({ pattern: '^[a-z-]{1,40}$' })),
  channel: Channel,
});

/** Something was asked for and not done. What was sent is not kept: the code says why, and the ids what it was about. */
export const CommandRefused = defineEvent(
  'CommandRefused',
  Closed({
    /** The command; where it did not come so far, method and pattern of the address. */
    command: Name,
    kind: OneOf(...refusedKinds),
    code: Code,
    /** Ids that the command named, by the field that held them. */
    subjects: Type.Array(Closed({ field: Type.String({ pattern: '^[A-Za-z]{1,60}$' }), id: Id }), { maxItems: 12 }),
    /** The sender's Idempotency-Key, else the id of the request. */
    requestId: Id,
    by: By,
  }),
);
export type CommandRefused = EventOf<typeof CommandRefused>;

/** Refusals beyond what is recorded one by one. Together with the single ones they are all there were. */
export const RefusalsCounted = defineEvent(
  'RefusalsCounted',
  Closed({
    /** Milliseconds since the Unix epoch, both included. */
    from: Milliseconds,
    until: Milliseconds,
    total: Type.Integer({ minimum: 1 }),
    counts: Type.Array(
      Closed({ actor: Id, channel: Channel, command: Name, kind: OneOf(...refusedKinds), code: Code, count: Type.Integer({ minimum: 1 }) }),
      { maxItems: countedKindsMax },
    ),
    /** Those of kinds beyond the ones told apart. */
    others: Type.Integer({ minimum: 0 }),
  }),
);
export type RefusalsCounted = EventOf<typeof RefusalsCounted>;

/** An act on the ledger as a program was asked for. On record before it begins: no record, no act. */
export const AdministrativeActBegun = defineEvent(
  'AdministrativeActBegun',
  Closed({
    actId: Id,
    /** What is done: `api-key.create`, `backup`, `rebuild`. */
    act: Name,
    /** What it is done to: the id of a key, the name of a read model. */
    subject: Type.Optional(Id),
    /** What it changes or was told; never a secret. */
    changes: Type.Array(Closed({ name: Name, before: Type.Optional(Text), after: Type.Optional(Text) }), { maxItems: auditListMax }),
    by: By,
  }),
);
export type AdministrativeActBegun = EventOf<typeof AdministrativeActBegun>;

/** What became of an act. One without this was cut short. */
export const AdministrativeActEnded = defineEvent(
  'AdministrativeActEnded',
  Closed({ actId: Id, act: Name, subject: Type.Optional(Id), outcome: OneOf('done', 'failed'), by: By }),
);
export type AdministrativeActEnded = EventOf<typeof AdministrativeActEnded>;

/** Data left the ledger in a file. On record before its first byte; from then on it counts as made, taken whole or not. */
export const ExportMade = defineEvent(
  'ExportMade',
  Closed({
    exportId: Id,
    /** `journal`, `fec`, `saf-t`, `log`, `report-pack`. */
    format: Name,
    parameters: Type.Array(Closed({ name: Name, value: Text }), { maxItems: auditListMax }),
    /** Ledger sequence of the last fact in it, where it was known before it was written. */
    throughSequence: Type.Optional(Type.Integer({ minimum: 0 })),
    by: By,
  }),
);
export type ExportMade = EventOf<typeof ExportMade>;

/** The settings a server runs with are not those on record. Of a secret only that it is another one. */
export const ConfigurationChanged = defineEvent(
  'ConfigurationChanged',
  Closed({
    /** Which server, by the id its data folder has: several may share one log. */
    serverId: Id,
    /** Those that are other than before; one that is missing before or after was not set. */
    settings: Type.Array(Closed({ name: Name, before: Type.Optional(Text), after: Type.Optional(Text) }), { minItems: 1, maxItems: 2 * settingsMax }),
    /** Every setting in effect from here on: what the next start is compared with. */
    effective: Type.Optional(Type.Array(Closed({ name: Name, value: Text }), { maxItems: settingsMax })),
    by: By,
  }),
);
export type ConfigurationChanged = EventOf<typeof ConfigurationChanged>;

export const auditRecordEvents = [CommandRefused, RefusalsCounted, AdministrativeActBegun, AdministrativeActEnded, ExportMade, ConfigurationChanged] as const;
export type AuditRecordEvent = EventOf<(typeof auditRecordEvents)[number]>;
export type AuditRecordType = AuditRecordEvent['type'];
