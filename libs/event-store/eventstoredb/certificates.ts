import { readFileSync } from 'node:fs';
import type { ChannelCredentialOptions } from '@eventstore/db-client';
import { ConnectionStringError } from '../errors';
import type { ConnectionSettings } from './connection-string';

/** What a secure connection is made of. @throws ConnectionStringError for a file that cannot be read. */
export function certificates({ tls, tlsCAFile, userCertFile, userKeyFile }: ConnectionSettings): ChannelCredentialOptions {
  if (!tls) return { insecure: true };
  return {
    ...(tlsCAFile === undefined ? {} : { rootCertificate: pem('tlsCAFile', tlsCAFile) }),
    ...(userCertFile === undefined ? {} : { userCertFile: pem('userCertFile', userCertFile) }),
    ...(userKeyFile === undefined ? {} : { userKeyFile: pem('userKeyFile', userKeyFile) }),
  };
}

function pem(option: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
    throw new ConnectionStringError(`the file of option ${option} cannot be read (${code}): ${file}`);
  }
}
