import { lookup as systemLookup } from "node:dns"
import type { LookupAddress } from "node:dns"
import { isIP } from "node:net"
import type { LookupFunction } from "node:net"
import { buildConnector } from "undici"
import { type Reach, reaches } from "./reach.ts"

/** Thrown inside undici's connect and read back by `undiciReason`: an `Error` subclass survives undici, a tagged value might not. */
export class RefusedAddressError extends Error {
  readonly code = "VEDETTE_ADDRESS_REFUSED"
  constructor(host: string) {
    super(`The host ${host} does not resolve to the public internet.`)
    this.name = "RefusedAddressError"
  }
}

/** Errors of connections that were never made. The same codes come of those that stood, and undici keeps the error but not where it arose. */
const unmade = new WeakSet<object>()

/** Whether it kept a connection from being made: nothing was sent. */
export const keptFromConnecting = (cause: unknown): boolean => typeof cause === "object" && cause !== null && unmade.has(cause)

/** All addresses of a host name. The default is the operating system's resolver. */
export type Resolve = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: ReadonlyArray<LookupAddress>) => void
) => void

export const systemResolve: Resolve = (hostname, callback) =>
  systemLookup(hostname, { all: true }, (error, addresses) => callback(error, addresses ?? []))

/** Node asks `lookup` once per connection and dials what it answers. */
const guardedLookup = (resolve: Resolve, reach: Reach): LookupFunction => (hostname, lookupOptions, callback) => {
  resolve(hostname, (error, addresses) => {
    const first = addresses[0]
    if (error !== null) return callback(error, "")
    if (first === undefined) {
      return callback(Object.assign(new Error(`${hostname} has no address`), { code: "ENOTFOUND" }), "")
    }
    // One private address among public ones is enough: the order of answers is the attacker's to choose.
    if (!addresses.every(({ address }) => reaches(reach, address))) return callback(new RefusedAddressError(hostname), "")
    if (lookupOptions.all === true) return callback(null, [...addresses])
    return callback(null, first.address, first.family)
  })
}

/**
 * Connects only to addresses within the target's reach, and to the very addresses that were judged, so a name that resolves
 * differently a moment later (DNS rebinding) gains nothing. A socket serves one origin, so one that was opened within an operator's
 * reach is never used for another URL.
 */
export const guardedConnector = (options: {
  readonly reachOf: (url: URL) => Reach
  readonly resolve: Resolve
  /** From asking for the name's address to the end of the TLS handshake. */
  readonly timeoutMs: number
}): buildConnector.connector => {
  // HTTP/1.1 only: its header and body limits are the ones tested here, and a page a quarter of an hour needs no multiplexing.
  const connectorOf = (reach: Reach) => buildConnector({ allowH2: false, timeout: options.timeoutMs, lookup: guardedLookup(options.resolve, reach) })
  const connectors = { public: connectorOf("public"), operator: connectorOf("operator"), any: connectorOf("any") }
  return (target, callback) => {
    const host = target.hostname.replace(/^\[|\]$/g, "")
    const authority = `${isIP(host) === 6 ? `[${host}]` : host}${target.port === "" ? "" : `:${target.port}`}`
    const reach = options.reachOf(new URL(`${target.protocol}//${authority}`))
    // `lookup` is not asked about IP literals.
    if (isIP(host) !== 0 && !reaches(reach, host)) return callback(new RefusedAddressError(host), null)
    connectors[reach](target, (...[error, socket]) => {
      if (error !== null) {
        unmade.add(error)
        return callback(error, null)
      }
      // Belt and braces: what was dialled is what is connected, whatever stood between `lookup` and the socket.
      if (!reaches(reach, socket.remoteAddress ?? "")) {
        socket.destroy()
        return callback(new RefusedAddressError(host), null)
      }
      return callback(null, socket)
    })
  }
}
