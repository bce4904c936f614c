import { isIP } from 'node:net';

/**
 * Nets the operator allows deliveries into, separated by commas: `127.0.0.0/8,10.1.0.0/16,fd00::/8`.
 *
 * @throws RangeError naming the part that is no net.
 */
export function parseTargetNets(text: string): string[] {
  const nets = text.split(',').map((part) => part.trim()).filter((part) => part !== '');
  for (const net of nets) {
    const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/u.exec(net) ?? [];
    const version = isIP(address);
    if (version === 0 || Number(bits) > (version === 4 ? 32 : 128)) {
      throw new RangeError(`${JSON.stringify(net)} is no net such as 10.1.0.0/16 or fd00::/8`);
    }
  }
  return nets;
}
