import { BlockList, isIP } from 'node:net';
import { parse } from 'ipaddr.js';

/** Which addresses a delivery may connect to. */
export interface TargetRule {
  /** Addresses inside the operator's own net that may be reached too, as CIDR ("10.1.0.0/16"). */
  readonly allow: readonly string[];
}

/** The part of IPv6 that is handed out to the internet; all outside it is special. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** Blocks inside the unicast ranges that lead elsewhere than their text says, or to nobody. */
const special = new BlockList();
special.addSubnet('192.0.0.0', 24, 'ipv4');
special.addSubnet('192.88.99.0', 24, 'ipv4');
special.addSubnet('198.18.0.0', 15, 'ipv4');
special.addSubnet('2001::', 23, 'ipv6');
special.addSubnet('2001:db8::', 32, 'ipv6');
special.addSubnet('2002::', 16, 'ipv6');
special.addSubnet('3fff::', 20, 'ipv6');

/** True for an address of the public internet. Text that is no plain IP address is not. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 0 || address.includes('%')) {
    return false;
  }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (special.check(address, family) || (version === 6 && !globalUnicast.check(address, family))) {
    return false;
  }
  return parse(address).range() === 'unicast';
}

/** True when the operator named a block that holds this address. Precondition: each block is a valid CIDR. */
export function isAllowedAddress(address: string, rule: TargetRule): boolean {
  const version = isIP(address);
  if (version === 0 || address.includes('%')) {
    return false;
  }
  const blocks = new BlockList();
  for (const cidr of rule.allow) {
    const [net = '', bits = ''] = cidr.split('/');
    blocks.addSubnet(net, Number(bits), isIP(net) === 6 ? 'ipv6' : 'ipv4');
  }
  return blocks.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
