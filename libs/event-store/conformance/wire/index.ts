import { appendAnswerRules } from './append-answer-rules';
import { batchAppendRules } from './batch-append-rules';
import { WireBench } from './bench';
import { checkpointRules } from './checkpoint-rules';
import { connectionRules } from './connection-rules';
import { contentRules } from './content-rules';
import { deletionRules } from './deletion-rules';
import { expectedRevisionRules, type AppendPath } from './expected-revision-rules';
import { filterRules } from './filter-rules';
import { idempotencyRules } from './idempotency-rules';
import { linkRules } from './link-rules';
import { metadataRules } from './metadata-rules';
import { readingRules } from './reading-rules';
import { restartRules } from './restart-rules';
import { serverRules } from './server-rules';
import type { OpenWireSubject, WireTraits } from './subject';
import { subscriptionRules } from './subscription-rules';

export { describeWireAccess, type SecureSubject } from './access-rules';
export type { OpenWireSubject, WireSubject, WireTraits } from './subject';

/** Any will do where nobody is asked who they are: what counts is that the call carries some. */
const anybody = { username: 'admin', password: 'changeit' };

/**
 * EventStoreDB's protocol as tests, for what a single node can show: with the official client, and with bare stubs where
 * that client cannot say it. Call it at the top level of a spec, once per server; the server may hold other events.
 */
export function describeEventStoreWire(name: string, open: OpenWireSubject, traits: WireTraits = {}): void {
  describe(`${name} on the wire`, () => {
    let opened: WireBench | null = null;
    const bench = (): WireBench => opened as WireBench;

    beforeAll(async () => {
      opened = new WireBench(await open());
    });

    afterAll(async () => {
      await opened?.dispose();
    });

    describe('the server', () => serverRules(bench, traits));
    const paths: [string, () => AppendPath][] = [
      ['batch append', () => ({})],
      ['classic append', () => ({ credentials: bench().subject.credentials ?? anybody })],
    ];
    describe.each(paths)('%s', (_, path) => {
      describe('expected revisions', () => expectedRevisionRules(bench, path));
      describe('sending again', () => idempotencyRules(bench, path));
    });
    describe('answers of the classic append', () => appendAnswerRules(bench, traits));
    describe('answers of the batch append', () => batchAppendRules(bench, traits));
    describe('deletion', () => deletionRules(bench));
    describe('metadata', () => metadataRules(bench));
    describe('reading', () => readingRules(bench, traits));
    describe('content', () => contentRules(bench));
    describe('links', () => linkRules(bench, traits));
    describe('filters', () => filterRules(bench, traits));
    describe('subscriptions', () => subscriptionRules(bench));
    describe('checkpoints', () => checkpointRules(bench));
    describe('connections', () => connectionRules(bench, traits));
    describe('a restart', () => restartRules(bench, traits));
  });
}
