import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb';
import { uuidV5 } from '../uuid-v5';
import { openEventStoreDB } from './index';
import { breakOff, ScriptedServer, success, type AppendScript, type AppendStream } from './testing/scripted-server';

const event = (name: string) => ({ id: uuidV5(name), type: 'Noted', data: '{}', metadata: '{}' });

async function withServer(script: AppendScript, run: (server: ScriptedServer, connectionString: string) => Promise<void>): Promise<void> {
  const server = new ScriptedServer(script);
  try {
    await run(server, await server.start());
  } finally {
    server.close();
  }
}

it('survives an answer that comes twice, which ends the process of a bare client', () =>
  withServer(
    (request, stream, count) => {
      // The second answer meets an entry that is gone: the client throws inside its own handler.
      if (count === 2) for (let answer = 0; answer < 2; answer += 1) stream.write(success(new BatchAppendReq().setCorrelationId(request.getCorrelationId())));
      else stream.write(success(request));
    },
    async (server, connectionString) => {
      const store = await openEventStoreDB({ connectionString });
      for (const name of ['a', 'b', 'c']) {
        await expect(store.append(`s-${name}`, 'no_stream', [event(name)])).resolves.toMatchObject({ kind: 'appended', revision: 0 });
      }
      expect(server.appends.length).toBeGreaterThanOrEqual(3);
      await store.close();
    },
  ));

it('does not fail because another client in the process did', () => {
  const held: { request: BatchAppendReq; stream: AppendStream }[] = [];
  return withServer(
    (request, stream) => held.push({ request, stream }),
    (server, connectionString) =>
      withServer(
        (_, stream) => breakOff(stream),
        async (__, brokenString) => {
          const store = await openEventStoreDB({ connectionString });
          const appended = store.append('s-1', 'no_stream', [event('held')]);
          await server.appended(1);
          const foreign = EventStoreDBClient.connectionString(brokenString);
          await expect(foreign.appendToStream('other', jsonEvent({ type: 'Noted', data: {} }))).rejects.toThrow();
          for (const { request, stream } of held) stream.write(success(request));
          await expect(appended).resolves.toMatchObject({ kind: 'appended' });
          // Sent once: nobody had told it that it failed.
          expect(server.appends).toHaveLength(1);
          await foreign.dispose();
          await store.close();
        },
      ),
  );
});

it('sends the very same group again when its stream breaks, until its time is up', () =>
  withServer(
    (_, stream) => breakOff(stream),
    async (server, connectionString) => {
      const store = await openEventStoreDB({ connectionString, appendDeadlineMs: 1_500 });
      const group = [event('a'), event('b')];
      await expect(store.append('s-1', 'no_stream', group)).resolves.toMatchObject({ kind: 'unknown', cause: { code: 'STORE_UNAVAILABLE' } });
      expect(server.appends.length).toBeGreaterThan(1);
      for (const ids of server.appends) expect(ids).toEqual(group.map(({ id }) => id));
      await store.close();
    },
  ));

it('sends again over another connection when nothing is answered', () =>
  withServer(
    (request, stream, count) => {
      if (count > 1) stream.write(success(request));
    },
    async (server, connectionString) => {
      const store = await openEventStoreDB({ connectionString, silenceMs: 400, appendDeadlineMs: 20_000 });
      await expect(store.append('s-1', 'no_stream', [event('a')])).resolves.toMatchObject({ kind: 'appended' });
      expect(server.appends).toHaveLength(2);
      await store.close();
    },
  ));

it('refuses what was never sent when it is closed, and leaves open what was', () =>
  withServer(
    () => undefined,
    async (server, connectionString) => {
      const store = await openEventStoreDB({ connectionString, appendDeadlineMs: 1_000 });
      const sent = store.append('s-1', 'no_stream', [event('a')]);
      await server.appended(1);
      const unsent = store.append('s-2', 'no_stream', [event('b')]);
      const closed = store.close();
      await expect(unsent).rejects.toMatchObject({ code: 'STORE_CLOSED' });
      await expect(sent).resolves.toMatchObject({ kind: 'unknown' });
      await closed;
    },
  ));
