import { allRoutes } from "@vedette/http-contract"
import type { FastifyReply, FastifyRequest } from "fastify"

const methods = [...new Set<string>(allRoutes.map(({ method }) => method)), "HEAD", "OPTIONS"].join(", ")

/** What a page may send beside the headers it always may. */
const allowed = "Authorization, Content-Type, Accept, Idempotency-Key, If-Match, If-None-Match, X-Request-Id"

/** What a page may read beside the headers it always may. */
const exposed = [
  "ETag", "Link", "X-Total-Count", "X-Request-Id", "Retry-After", "RateLimit", "RateLimit-Policy", "Idempotent-Replayed",
  "WWW-Authenticate"
].join(", ")

/** Seconds. A browser asks again after this; longer, none of them keeps it. */
const MAX_AGE = "7200"

/**
 * Lets pages of the configured origins call, with the credentials of their user. The origin is echoed and never `*`, which
 * browsers refuse beside credentials. For every other origin nothing is said, and the browser keeps the answer from the page.
 */
export const cors = (origins: ReadonlyArray<string>) => async (request: FastifyRequest, reply: FastifyReply) => {
  const { origin } = request.headers
  if (origin === undefined || !origins.includes(origin)) return
  reply.headers({ "access-control-allow-origin": origin, "access-control-allow-credentials": "true" })
  if (request.method !== "OPTIONS" || request.headers["access-control-request-method"] === undefined) {
    reply.header("access-control-expose-headers", exposed)
    return
  }
  return reply.code(204).headers({
    "access-control-allow-methods": methods,
    "access-control-allow-headers": allowed,
    "access-control-max-age": MAX_AGE
  }).send()
}
