import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { status, type Metadata } from '@grpc/grpc-js';
import { Refusal } from '../calls/refusal';
import { anonymous, type Caller } from './caller';

const groups: Readonly<Record<string, readonly string[]>> = { admin: ['$admins'], ops: ['$ops'] };

/** Checks users and passwords as HTTP Basic sends them. Keeps no password, and takes as long for a wrong one as for a right one. */
export class Authentication {
  private readonly key = randomBytes(32);
  private readonly hashes: ReadonlyMap<string, Buffer>;
  private readonly nobodys = randomBytes(32);

  constructor(passwords: Readonly<Record<string, string>>) {
    this.hashes = new Map(Object.entries(passwords).map(([name, password]) => [name, this.hashOf(password)]));
  }

  /** @throws Refusal UNAUTHENTICATED */
  callerOf(metadata: Metadata): Caller {
    const [header] = metadata.get('authorization');
    if (header === undefined) return anonymous;
    const encoded = /^basic\s+(\S+)$/i.exec(header.toString())?.[1];
    if (encoded === undefined) throw refused();
    const text = Buffer.from(encoded, 'base64').toString('utf8');
    const split = text.indexOf(':');
    const name = text.slice(0, Math.max(split, 0));
    const expected = this.hashes.get(name);
    const fits = timingSafeEqual(this.hashOf(text.slice(split + 1)), expected ?? this.nobodys);
    if (!fits || expected === undefined) throw refused();
    return { name, groups: groups[name] ?? [] };
  }

  private hashOf(password: string): Buffer {
    return createHmac('sha256', this.key).update(password).digest();
  }
}

const refused = (): Refusal => new Refusal(status.UNAUTHENTICATED, 'the user is unknown or the password is wrong');
