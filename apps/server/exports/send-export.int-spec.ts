import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { Controller, Get, Module, type StreamableFile } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { CurrentCall, type Call } from '../edge/call';
import { sendExport } from './send-export';

let released: (what: string) => void;
let held: Promise<string>;

async function* endless(): AsyncGenerator<string> {
  for (;;) yield 'a line of a journal that never ends\n'.repeat(1000);
}

async function* broken(): AsyncGenerator<string> {
  yield 'x'.repeat(300_000);
  await Promise.resolve();
  throw new Error('the log cannot be read on');
}

@Controller()
class Endless {
  @Get('endless')
  endless(@CurrentCall() call: Call): StreamableFile {
    return sendExport(call, { fileName: 'a.txt', contentType: 'text/plain', knownAt: '1', parts: endless() }, () => released('released'));
  }

  @Get('broken')
  broken(@CurrentCall() call: Call): StreamableFile {
    return sendExport(call, { fileName: 'a.txt', contentType: 'text/plain', knownAt: '1', parts: broken() }, () => released('released'));
  }
}

@Module({ controllers: [Endless] })
class Around {}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(Around, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());
beforeEach(() => {
  held = new Promise((resolve) => { released = resolve; });
});

const responseOf = async (path: string): Promise<IncomingMessage> => {
  const { port } = app.getHttpServer().address() as { readonly port: number };
  const [response] = (await once(get({ port, path, host: '127.0.0.1' }), 'response')) as [IncomingMessage];
  return response;
};

describe('an export on its way', () => {
  it('gives its slot back when the client goes away in the middle', async () => {
    const response = await responseOf('/endless');
    await once(response, 'data');
    response.destroy();
    expect(await held).toBe('released');
  });

  it('ends the connection before its last chunk when it cannot be written on', async () => {
    const response = await responseOf('/broken');
    response.resume();
    const [error] = (await once(response, 'error')) as [Error];
    expect([error.message, response.complete, await held]).toEqual(['aborted', false, 'released']);
  });
});
