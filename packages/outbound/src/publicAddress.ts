import ipaddr from "ipaddr.js"

/**
 * The virtual address by which Azure's host answers every guest (DNS, health, guest agent). Public by number,
 * local by meaning; the metadata addresses of the other clouds are link-local or CGNAT and fall to their range.
 */
const azureHost = "168.63.129.16"

/**
 * Whether `address` (an IP literal without brackets) is one that the open internet routes to.
 *
 * An allow-list: only what the registries call global unicast passes. Mapped, NAT64, 6to4 and Teredo addresses carry an
 * IPv4 address inside and are refused whatever it is, because where they lead is decided by the network and not by us.
 */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== "unicast") return false
  if (parsed instanceof ipaddr.IPv6) {
    // ipaddr.js calls everything it has no table entry for "unicast"; IANA has given out 2000::/3 and nothing else.
    return ((parsed.parts[0] ?? 0) & 0xe000) === 0x2000
  }
  return parsed.toString() !== azureHost
}
