import type { Credentials } from '@eventstore/db-client';

/** A server that speaks EventStoreDB's protocol, as the suite is given it. */
export interface WireSubject {
  /** For the official client; holds the credentials where the server asks for them. */
  readonly connectionString: string;
  /** The node that takes writes: the suite speaks to it with bare stubs as well. */
  readonly host: string;
  readonly port: number;
  /** Sent with every bare call, over TLS only. */
  readonly credentials?: Credentials;
  /** PEM; its presence means TLS. An empty buffer trusts the authorities this machine trusts. */
  readonly rootCertificate?: Buffer;
  /** Stops the server as an operator would and starts it on the same data and port. Needed when the traits say so. */
  restart?(): Promise<void>;
  dispose(): Promise<void>;
}

/** What is known of a server before it is opened: tests that cannot be run against it are shown as skipped, with the reason. */
export interface WireTraits {
  /** A real cluster, shared and kept: tests that are stricter than it, or that need a node of their own, are left out. */
  readonly isReal?: boolean;
  /** The subject has `restart`. */
  readonly restarts?: boolean;
}

export type OpenWireSubject = () => Promise<WireSubject>;

type Body = () => Promise<void>;
type Define = (title: string, body: Body) => void;

const skippedFor =
  (reason: string): Define =>
  (title, body) =>
    it.skip(`${title} (skipped, because ${reason})`, body);

/** Defines a test that a real cluster would fail for being more lenient, or whose cost no shared cluster should bear. */
export const ownNodeOnly = ({ isReal = false }: WireTraits, reason: string): Define => (isReal ? skippedFor(reason) : it);

/** Defines a test that restarts the server. */
export const whereRestartable = ({ restarts = false }: WireTraits): Define => (restarts ? it : skippedFor('this subject cannot be restarted'));
