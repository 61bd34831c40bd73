import type { ApiKeyScope } from "@vedette/domain"
import * as Schema from "effect/Schema"
import type { ErrorTag } from "../error/errorCatalogue.ts"

/** A schema that needs no services: whatever stands in a request or an answer. */
export type Wire<A> = Schema.Codec<A, unknown>

/** `required`: 401 without a key. `optional`: works without one, but a wrong one is 401. */
export type Auth = "required" | "optional" | "none"

/**
 * One route: all that a server needs to decode a request and encode the answer, a document needs to describe it, and a
 * client needs to call it.
 */
export interface Route<P, Q, B, R, A extends Auth> {
  /** The `operationId`. */
  readonly id: string
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  /** As OpenAPI writes it: `/api/v1/tasks/{task_id}`. With and without a slash at the end it is the same route. */
  readonly path: string
  readonly summary: string
  /** What a line cannot say: what happens when, and what does not. Markdown. */
  readonly description?: string
  readonly tag: string
  readonly auth: A
  readonly scope: ApiKeyScope
  readonly params: Wire<P>
  readonly query: Wire<Q>
  /** Null: a body is not read. */
  readonly body: Wire<B> | null
  /** Whether the body may be left out. */
  readonly bodyOptional: boolean
  readonly success: {
    readonly status: 200 | 204
    readonly description: string
    readonly body: Wire<R> | null
    /** What the body is sent as; absent: `application/json`. What does not end in `json` is text, sent as it is. */
    readonly mediaType?: string
  }
  /** The answer carries an `ETag`, and `If-None-Match` is answered 304. */
  readonly conditional: boolean
  /** The answer may carry `Link: …; rel="next"` and `X-Total-Count`. */
  readonly paged: boolean
  /**
   * The answer takes something outside, such as a message being sent, or a refusal leaves something behind, such as a
   * guess that counts: so it is not made inside one transaction. A request repeated under its `Idempotency-Key` after
   * the server died may then do it twice.
   */
  readonly outside: boolean
  readonly errors: ReadonlyArray<ErrorTag>
}

export type AnyRoute = Route<unknown, unknown, unknown, unknown, Auth>

const nothing = Schema.Struct({})

type Given<P, Q, B, R, A extends Auth> =
  & Pick<Route<P, Q, B, R, A>, "id" | "method" | "path" | "summary" | "tag" | "auth" | "success">
  & Partial<Route<P, Q, B, R, A>>

/** What every route with a key, a request part or a storage behind it can answer. */
const commonErrors = (given: Pick<AnyRoute, "auth" | "method" | "tag"> & Partial<AnyRoute>) => {
  const errors: Array<ErrorTag> = []
  if (given.auth !== "none") errors.push("Unauthorized", "ScopeMissing", "IssuerUnreachable", "StorageUnavailable")
  if (given.tag !== "system") errors.push("RateLimited")
  if (given.method === "POST" && given.auth !== "none") errors.push("RequestInFlight", "IdempotencyKeyReused", "RequestInvalid")
  // Even where no body is wanted one may be sent, and is read before the route is asked.
  if (given.method !== "GET") errors.push("BodyTooLarge", "UnsupportedMediaType")
  if (given.body || given.query || given.params) errors.push("RequestInvalid")
  return errors
}

/** A route with its defaults: no parameters, no body, scope by method, the common errors beside its own. */
export const route = <A extends Auth, P = {}, Q = {}, B = undefined, R = undefined>(
  given: Given<P, Q, B, R, A>
): Route<P, Q, B, R, A> => ({
  scope: given.method === "GET" ? "read" : "write",
  params: nothing as unknown as Wire<P>,
  query: nothing as unknown as Wire<Q>,
  body: null,
  bodyOptional: false,
  conditional: false,
  paged: false,
  outside: false,
  ...given,
  errors: [...commonErrors(given), ...(given.errors ?? [])]
})
