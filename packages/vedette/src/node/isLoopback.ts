import { BlockList, isIPv4, isIPv6 } from "node:net"

const loopback = new BlockList()
loopback.addSubnet("127.0.0.0", 8, "ipv4")
loopback.addAddress("::1", "ipv6")

/**
 * Whether a host, as it is listened on or called, is this machine and can be reached by nobody else.
 *
 * @param host a name or an address; IPv6 with or without brackets
 */
export const isLoopback = (host: string): boolean => {
  const name = host.replace(/^\[(.*)\]$/, "$1").toLowerCase()
  if (isIPv4(name)) return loopback.check(name, "ipv4")
  if (isIPv6(name)) return loopback.check(name, "ipv6")
  return name === "localhost" || name.endsWith(".localhost")
}
