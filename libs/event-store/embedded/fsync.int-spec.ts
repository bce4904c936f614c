import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { childProgram } from './testing/child-process';
import { scratchLog } from './testing/scratch-log';

const strace = spawnSync('strace', ['--version']).status === 0;
if (!strace) process.stdout.write('skipped: that an fsync precedes each acknowledgement (strace is not installed)\n');

(strace ? it : it.skip)('syncs the write-ahead log before each acknowledgement leaves', async () => {
  const log = await scratchLog();
  const trace = `${log.folder}/trace`;
  const calls = 'trace=fsync,fdatasync,write,pwrite64';
  spawnSync('strace', ['-f', '-y', '-e', calls, '-o', trace, process.execPath, childProgram('append-load.child'), log.file, '0', '1', '40']);
  let synced = true;
  let acknowledgements = 0;
  for (const line of (await readFile(trace, 'utf8')).split('\n')) {
    if (/pwrite64\(\d+<[^>]*log\.db-wal>/.test(line)) synced = false;
    if (/f(data)?sync\(\d+<[^>]*log\.db-wal>\) += 0/.test(line)) synced = true;
    if (!/ write\(1<.*"ack /.test(line)) continue;
    acknowledgements += 1;
    expect({ acknowledgements, synced }).toEqual({ acknowledgements, synced: true });
  }
  expect(acknowledgements).toBe(40);
  await log.remove();
}, 60_000);
