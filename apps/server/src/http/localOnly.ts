import type { FastifyRequest } from "fastify"
import { isLoopback } from "vedette/node"
import { ForeignOrigin } from "./requestErrors.ts"

const hostIn = (authority: string): string => authority.replace(/:\d*$/, "")

/**
 * Without keys every page in the user's own browser could call the server on loopback: straight away, or by a name of its
 * own that it lets resolve to 127.0.0.1. So whoever calls has to call this machine by name, and a page must come from it
 * or from an origin that was allowed.
 */
export const localOnly = (origins: ReadonlyArray<string>) => async (request: FastifyRequest): Promise<void> => {
  const { host, origin, "sec-fetch-site": site } = request.headers
  if (host !== undefined && !isLoopback(hostIn(host))) throw new ForeignOrigin({ what: `host "${host.slice(0, 100)}"` })
  if (origin !== undefined) {
    if (origins.includes(origin) || (URL.canParse(origin) && isLoopback(new URL(origin).hostname))) return
    throw new ForeignOrigin({ what: `origin "${origin.slice(0, 100)}"` })
  }
  // A page's GET as an image or a script has no origin, but says that it crosses sites.
  if (site === "cross-site") throw new ForeignOrigin({ what: "another site" })
}
