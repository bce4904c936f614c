import { resolve } from 'node:path';
import { CliFailure } from '../cli-failure';
import { nodePortOf } from '../start/serving-command';
import { nodeSettings, type NodeCommandOptions } from './node-settings';

const refusal = (options: NodeCommandOptions, env: NodeJS.ProcessEnv = {}): string => {
  try {
    nodeSettings(options, env);
    return 'not refused';
  } catch (error) {
    expect(error).toBeInstanceOf(CliFailure);
    return (error as CliFailure).message;
  }
};
const tls = { TLS_CERT: 'node.crt', TLS_KEY: 'node.key' };
const files = { certFile: resolve('node.crt'), keyFile: resolve('node.key') };

describe('settings of a node', () => {
  it('have defaults: plain text, for this machine, in a folder', () => {
    expect(nodeSettings({}, {})).toEqual({ port: 2113, host: '127.0.0.1', tls: null, folder: resolve('data/node'), notes: [] });
  });

  it('come from the environment, and options win', () => {
    const env = { PORT: '3113', HOST: 'localhost', TLS: '1', ...tls, MEMORY: 'true', ADMIN_PASSWORD: 'a', OPS_PASSWORD: 'o' };
    expect(nodeSettings({}, env)).toEqual({ port: 3113, host: 'localhost', tls: files, folder: null, adminPassword: 'a', opsPassword: 'o', notes: [] });
    const options = { port: 0, host: '127.0.0.1', tlsCert: 'a.crt', tlsKey: 'a.key', data: 'here', adminPassword: 'b' };
    expect(nodeSettings(options, { ...env, TLS: '0' })).toMatchObject({
      port: 0, host: '127.0.0.1', tls: { certFile: resolve('a.crt'), keyFile: resolve('a.key') }, folder: resolve('here'), adminPassword: 'b',
    });
    expect(nodeSettings({}, { PORT: '', TLS: '', DATA: '' })).toMatchObject({ port: 2113, tls: null });
  });

  it('take TLS from the files alone, and leave the files where the switch says no', () => {
    expect(nodeSettings({}, tls).tls).toEqual(files);
    expect(nodeSettings({}, { ...tls, TLS: 'false' }).tls).toBeNull();
  });

  it('say which users have the password everybody knows', () => {
    expect(nodeSettings({ adminPassword: 'x' }, tls).notes.join()).toMatch(/^ops: .*changeit\. Set OPS_PASSWORD/);
    expect(nodeSettings({}, tls).notes.join()).toMatch(/^admin and ops: /);
    expect(nodeSettings({}, { ADMIN_PASSWORD: 'x' }).notes.join()).toMatch(/without TLS nobody is asked/);
  });

  it('refuse what is no value, and say what to do', () => {
    expect(refusal({}, { PORT: '70000' })).toMatch(/PORT "70000": give a number from 0 to 65535/);
    expect(refusal({}, { TLS: 'yes' })).toMatch(/TLS="yes" .* Give true, false, 1 or 0/);
    expect(refusal({}, { MEMORY: 'on' })).toMatch(/MEMORY="on"/);
  });

  it('refuse what contradicts itself', () => {
    expect(refusal({}, { TLS: 'true' })).toMatch(/missing is the certificate: .*, and its private key/);
    expect(refusal({ tlsCert: 'a.crt' })).toMatch(/missing is its private key: --tls-key or TLS_KEY/);
    expect(refusal({ memory: true, data: 'here' })).toMatch(/--memory .* --data here/);
    expect(refusal({}, { MEMORY: '1', DATA: 'here' })).toMatch(/MEMORY=1 .* DATA=here/);
    expect(nodeSettings({ memory: true }, { DATA: 'here' }).folder).toBeNull();
    expect(refusal({ adminPassword: 'x' })).toMatch(/--admin-password: without TLS/);
    expect(refusal({ opsPassword: 'x' })).toMatch(/--ops-password: without TLS/);
  });

  it('listen beyond this machine only with TLS, or when told that it is meant', () => {
    expect(refusal({ host: '0.0.0.0' })).toMatch(/--host 0\.0\.0\.0 .* --insecure/);
    expect(refusal({}, { HOST: '10.0.0.1' })).toMatch(/anybody who reaches the port/);
    expect(nodeSettings({ host: '0.0.0.0', insecure: true }, {}).host).toBe('0.0.0.0');
    expect(nodeSettings({}, { HOST: '0.0.0.0', INSECURE: '1' }).host).toBe('0.0.0.0');
    expect(nodeSettings({ host: '0.0.0.0' }, tls).host).toBe('0.0.0.0');
    for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1']) expect(nodeSettings({ host }, {}).tls).toBeNull();
  });
});

describe('the node beside the API', () => {
  const here = { eventStoreUrl: null };
  const there = { eventStoreUrl: 'esdb://user:secret@db:2113' };

  it('stands on 2113 unless told otherwise', () => {
    expect(nodePortOf(here, {}, {})).toBe(2113);
    expect(nodePortOf(here, {}, { DAYBOOK_NODE_PORT: '4000' })).toBe(4000);
    expect(nodePortOf(here, { nodePort: 5000 }, { DAYBOOK_NODE_PORT: '4000' })).toBe(5000);
    expect(nodePortOf(here, {}, { DAYBOOK_NODE_PORT: 'off' })).toBeNull();
    expect(nodePortOf(here, { node: false }, { DAYBOOK_NODE_PORT: '4000' })).toBeNull();
    expect(() => nodePortOf(here, {}, { DAYBOOK_NODE_PORT: 'no' })).toThrow(/DAYBOOK_NODE_PORT "no": .* or off/);
    expect(() => nodePortOf(here, { node: false, nodePort: 1 }, {})).toThrow(/contradict/);
  });

  it('is not there when the log lies elsewhere, and says so without the password', () => {
    expect(nodePortOf(there, {}, { DAYBOOK_NODE_PORT: '4000' })).toBeNull();
    expect(() => nodePortOf(there, { nodePort: 1 }, {})).toThrow(/the log lies in esdb:\/\/db:2113/);
  });
});
