import { appendingRules } from './appending';
import { deletedStreamRules } from './deleted-streams';
import { readingRules } from './reading';
import type { ConformanceSubject, OpenSubject } from './subject';
import { subscribingRules } from './subscribing';

export { collected, idsOf, namedEvent, namedEvents, ownEvents, type ConformanceSubject, type OpenSubject, type StreamAdministration } from './subject';

/**
 * The definition of the event store port, as tests. Call it at the top level of a spec, once per store.
 *
 * @param open gives a subject for each test, with a prefix of its own.
 */
export function describeEventStore(name: string, open: OpenSubject): void {
  describe(`${name} as an event store`, () => {
    let current: ConformanceSubject;
    const subject = (): ConformanceSubject => current;

    beforeEach(async () => {
      current = await open();
    });

    afterEach(async () => {
      await current.dispose();
    });

    describe('appending', () => appendingRules(subject));
    describe('reading', () => readingRules(subject));
    describe('subscribing', () => subscribingRules(subject));
    describe('deleted and truncated streams', () => deletedStreamRules(subject));

    it('refuses everything once it is closed', async () => {
      await current.store.close();
      const closed = { code: 'STORE_CLOSED' };
      await expect(current.store.append('x-1', 'no_stream', [])).rejects.toMatchObject(closed);
      await expect(current.store.readAll(null)[Symbol.asyncIterator]().next()).rejects.toMatchObject(closed);
      await expect(current.store.readStream('x-1')[Symbol.asyncIterator]().next()).rejects.toMatchObject(closed);
    });
  });
}
