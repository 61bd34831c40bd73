/** Addresses to listen on that are no address to call. */
const everywhere = new Set(["0.0.0.0", "::"])

/**
 * Where a reader on this machine finds the server that listens on `host` and `port`; null where the port is not known yet (0).
 * A server that listens everywhere is on this machine too.
 */
export const ownUrl = (host: string, port: number): string | null => {
  if (port === 0) return null
  const name = everywhere.has(host) ? "localhost" : host.includes(":") ? `[${host}]` : host
  return `http://${name}:${port}`
}
