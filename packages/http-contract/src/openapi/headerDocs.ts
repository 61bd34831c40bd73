import type { AnyRoute } from "../route/Route.ts"

type Json = Readonly<Record<string, unknown>>

const header = (name: string, description: string, example: string) => ({
  name,
  in: "header",
  required: false,
  // In words: pages that let one try an operation would send an example with it.
  description: `${description}. Such as \`${example}\``,
  schema: { type: "string" }
})

/** The headers of a request that mean something to a route. Where clients set them by other means they are not listed. */
export const requestHeaders = (route: AnyRoute): ReadonlyArray<Json> => [
  ...(route.method === "POST" && route.auth === "required"
    ? [header("Idempotency-Key", "Your own name for this request: sent again within 24 hours it is done once", "order-7-alert")]
    : []),
  ...(route.conditional && route.method === "GET"
    ? [header("If-None-Match", "The `ETag` you have: 304 where nothing has changed", "\"3-mZ0pQk1vX8aBcDeF\"")]
    : []),
  ...(route.conditional && (route.method === "PUT" || route.method === "PATCH")
    ? [header("If-Match", "The `ETag` you have read: 412 where it was changed since", "\"3-mZ0pQk1vX8aBcDeF\"")]
    : [])
]

const said = (description: string, type: "string" | "integer" = "string") => ({ description, schema: { type } })

const limits = {
  "RateLimit": said("What is left: `\"key\";r=598;t=41`, requests and seconds. Absent where there is no limit"),
  "RateLimit-Policy": said("Of how much: `\"key\";q=600;w=60`. Absent where there is no limit")
}

/** The headers of a good answer of a route. */
export const answerHeaders = (route: AnyRoute): Json => ({
  "X-Request-Id": said("Names this request in the server's log"),
  ...(route.tag === "system" ? {} : limits),
  ...(route.conditional ? { ETag: said("Names what is shown, for `If-None-Match` and `If-Match`") } : {}),
  ...(route.paged ? { "Link": said("The next page, where there is one: `<…>; rel=\"next\"`"), "X-Total-Count": said("How many there are in all", "integer") } : {}),
  ...(route.method === "POST" && route.auth === "required" ? { "Idempotent-Replayed": said("`true`: this answer was given before") } : {})
})

/** The headers of a refusal, by its status. */
export const refusalHeaders = (status: number): Json | undefined =>
  status === 401
    ? { "WWW-Authenticate": said("`Bearer`") }
    : status === 429 || status === 503
    ? { "Retry-After": said("Seconds to wait before the next try", "integer") }
    : undefined
