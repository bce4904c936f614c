import { ConnectionStringError } from '../errors';
import { connectionSettings, describeHosts } from './connection-string';

it('reads one host, with TLS unless it is turned off', () => {
  expect(connectionSettings('esdb://localhost:2114?tls=false')).toEqual({
    hosts: [{ address: 'localhost', port: 2114 }],
    discover: false,
    tls: false,
    credentials: null,
  });
  expect(connectionSettings(' esdb://localhost/ ')).toMatchObject({ hosts: [{ address: 'localhost', port: 2113 }], tls: true });
});

it('asks by gossip when there are several hosts, or when it is told to', () => {
  expect(connectionSettings('esdb://a.example,b.example:2115').discover).toBe(true);
  expect(connectionSettings('esdb+discover://cluster.example').discover).toBe(true);
});

it('reads credentials and options as the client writes them', () => {
  expect(connectionSettings('esdb://ad%40min:p%3Aw@h?tls_ca_file=%2Fca.pem&Keep-Alive-Interval=-1&gossipTimeout=2')).toMatchObject({
    credentials: { username: 'ad@min', password: 'p:w' },
    tlsCAFile: '/ca.pem',
    keepAliveInterval: -1,
    gossipTimeout: 2,
  });
});

it('describes the hosts and nothing else', () => {
  expect(describeHosts(connectionSettings('esdb://user:secret@a,b:2?tls=true&connectionName=x'))).toBe('esdb+discover://a:2113,b:2');
});

it.each([
  ['kurrentdb://user:secret@h', /not kurrentdb/],
  ['secret', /esdb:\/\//],
  ['esdb://', /host/],
  ['esdb://h:secret', /port of host h/],
  ['esdb://h:70000', /port/],
  ['esdb://user@h', /user:password/],
  ['esdb://user:%E0secret@h', /percent-encoded/],
  ['esdb://user:secret@h?tls=secret', /true or false/],
  ['esdb://user:secret@h?speed=secret', /"speed" is no option/],
  ['esdb://h?nodePreference=follower', /leader/],
  ['esdb://h?throwOnAppendFailure=false', /wrong revision/],
  ['esdb://h?tlsVerifyCert=false', /tlsCAFile/],
  ['esdb://h?defaultDeadline=0', /from 1/],
  ['esdb://h?userCertFile=secret', /go together/],
])('refuses %s, saying what is wrong without showing any of it', (text, message) => {
  const read = (): unknown => connectionSettings(text);
  expect(read).toThrow(message);
  expect(read).toThrow(ConnectionStringError);
  expect(read).not.toThrow(/secret/);
});
