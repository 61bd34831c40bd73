import ipaddr from "ipaddr.js"
import { isPublicAddress } from "./publicAddress.ts"

/**
 * How far a request may go. `public`: the open internet, for every URL that somebody else wrote. `operator`: an origin that whoever runs
 * this installation configured (a model or a search engine of their own), which may be on their machine or network too. `any`: no rule.
 */
export type Reach = "public" | "operator" | "any"

const ownRanges = new Set(["loopback", "private", "uniqueLocal", "carrierGradeNat"])

/**
 * Addresses at which clouds answer their guests with credentials, where they lie inside those ranges (Alibaba's, Oracle's old one and
 * AWS's on IPv6). The others are link-local, and that whole range stays closed. No model is served there.
 */
const metadata = new Set(["100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254"])

const isOwnAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  return ownRanges.has(parsed.range()) && !metadata.has(parsed.toString())
}

/** Whether a request of this reach may go to `address` (an IP literal without brackets). */
export const reaches = (reach: Reach, address: string): boolean =>
  reach === "any" || isPublicAddress(address) || (reach === "operator" && isOwnAddress(address))
