// IPv4 that is not public unicast, as [first octets, how many bits of them count] (IANA special-purpose registry).
const refused: ReadonlyArray<readonly [network: string, bits: number]> = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["224.0.0.0", 3]
]

const asNumber = (address: string): number =>
  address.split(".").reduce((number, octet) => number * 256 + Number(octet), 0)

/**
 * Whether the host of a parsed URL may be reached in the fake web. Parsed, because `URL` has already written every
 * spelling of an IPv4 address in its one dotted form. IPv6 literals are refused altogether: no scenario needs one, and
 * the real guard is tested by its own suite.
 */
export const isPublicHost = (hostname: string): boolean => {
  if (hostname === "localhost" || hostname.endsWith(".localhost") || hostname.startsWith("[")) return false
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(hostname)) return true
  const address = asNumber(hostname)
  return !refused.some(([network, bits]) => {
    const size = 2 ** (32 - bits)
    return Math.floor(address / size) === Math.floor(asNumber(network) / size)
  })
}
