import { open, stat, unlink } from 'node:fs/promises';

const probeBytes = 64 * 1024;
const noRoom = new Set(['ENOSPC', 'EFBIG', 'EDQUOT']);

/**
 * Why a write failed: SQLite tells a full disk from a broken one only for one of the three errors that mean "no room".
 * A write of our own, beside the log and at the same distance from the start of the file, shows the error itself.
 */
export async function isOutOfRoom(file: string): Promise<boolean> {
  const probe = `${file}.probe`;
  try {
    const log = await stat(`${file}-wal`).catch(() => ({ size: 0 }));
    const handle = await open(probe, 'w');
    try {
      await handle.write(Buffer.alloc(probeBytes), 0, probeBytes, log.size);
      await handle.sync();
      // A short write is how the system says "up to here and no further".
      return (await handle.stat()).size < log.size + probeBytes;
    } finally {
      await handle.close();
    }
  } catch (error) {
    return error instanceof Error && 'code' in error && noRoom.has(String(error.code));
  } finally {
    await unlink(probe).catch(() => undefined);
  }
}
