import type { StreamReader } from '../../embedded/stream-reader';
import type { NodeThreadSettings } from '../link/link-messages';
import { openToEverybody, type AccessControl } from './access-control';
import { Authentication } from './authentication';
import { protectingOwnStreams } from './own-streams';
import { StreamAccess } from './stream-access';

/** The rules of a node: open without TLS, users and access lists with it, Daybook's own streams read-only beside a server. */
export function accessFor(settings: NodeThreadSettings, reader: StreamReader, clock: () => number): AccessControl {
  const access = settings.tls === null ? openToEverybody : new StreamAccess(new Authentication(settings.passwords), reader, clock);
  return settings.protectOwnStreams ? protectingOwnStreams(access) : access;
}
