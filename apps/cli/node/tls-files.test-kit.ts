import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface TlsFiles {
  readonly certificate: string;
  readonly privateKey: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** A certificate for this machine that vouches for itself: whoever is to trust it names it as its authority. */
export async function writeTlsFiles(folder: string): Promise<TlsFiles> {
  const altNames = [{ type: 2, value: 'localhost' }, { type: 7, ip: '127.0.0.1' }] as const;
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    extensions: [{ name: 'basicConstraints', cA: true }, { name: 'subjectAltName', altNames: [...altNames] }],
  });
  const [certFile, keyFile] = [join(folder, 'node.crt'), join(folder, 'node.key')];
  await writeFile(certFile, made.cert);
  await writeFile(keyFile, made.private);
  return { certificate: made.cert, privateKey: made.private, certFile, keyFile };
}
