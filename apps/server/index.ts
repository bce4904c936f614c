export { createServer } from './create-server.adapter';
export type { LedgerAccess } from './ledger-access';
export type { ServerOptions } from './server-options';
export { describeApi } from './open-api';
export { createApiKey, listApiKeys, newKeyId, revokeApiKey, type NewApiKey, type ShownApiKey } from './security/api-key-file.adapter';
export { roles, type Role } from './security/roles';
