import { BlockList, isIPv6 } from "node:net";

/**
 * Networks that nobody on the outside can reach, or that reach this machine's surroundings: IANA's special-purpose
 * registries for IPv4 and IPv6, as of 2026. IPv4 addresses mapped into IPv6 are looked up as what they stand for.
 */
const special: readonly (readonly [network: string, bits: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  // :: and ::1, and IPv4 addresses in their old form.
  ["::", 96],
  // Translation and tunnels: the address inside may be a private one.
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["2001::", 23],
  ["2002::", 16],
  ["100::", 64],
  ["2001:db8::", 32],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
];

const blocked = new BlockList();
for (const [network, bits] of special) blocked.addSubnet(network, bits, isIPv6(network) ? "ipv6" : "ipv4");

/** Whether an IP address belongs to the public internet: not loopback, private, link-local or set aside. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, "");
  return !blocked.check(bare, isIPv6(bare) ? "ipv6" : "ipv4");
}
