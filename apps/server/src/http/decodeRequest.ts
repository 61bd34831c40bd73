import type { Auth, Route, Violation, Wire } from "@vedette/http-contract"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { FastifyRequest } from "fastify"
import { beyondSchema } from "./beyondSchema.ts"
import { fieldsOf } from "./fieldsOf.ts"
import { hostileJson } from "./hostileJson.ts"
import { idempotencyKeyViolations } from "./idempotencyKey.ts"
import { readJson } from "./readJson.ts"
import { RequestInvalid, type UnsupportedMediaType } from "./requestErrors.ts"
import { violationsOf } from "./violationsOf.ts"

export interface Decoded<P, Q, B> {
  readonly params: P
  readonly query: Q
  readonly body: B
}

type Part<A> = Result.Result<A, ReadonlyArray<Violation>>

const decodePart = <A>(schema: Wire<A>, part: string) => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all" })
  return (input: unknown): Part<A> =>
    Result.mapError(decode(input), (error) => violationsOf(error.issue, part, input))
}

/** One value a name: the last one given, as the original takes it. */
const lastValues = (query: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(query as Record<string, unknown>).map(([key, value]) => [key, Array.isArray(value) ? value.at(-1) : value])
  )

const decodeBody = <B>(schema: Wire<B>, optional: boolean) => {
  const decode = decodePart(schema, "body")
  const fields = fieldsOf(schema)
  return (json: unknown): Part<B> => {
    if (json === undefined) {
      return optional
        ? decode({})
        : Result.fail([{ loc: ["body"], msg: "Field required", type: "missing", input: null }])
    }
    const hostile = hostileJson(json, fields)
    if (hostile.deep) return Result.fail(hostile.violations)
    const decoded = decode(json)
    if (hostile.violations.length === 0) return decoded
    return Result.fail([...hostile.violations, ...(Result.isFailure(decoded) ? decoded.failure : [])])
  }
}

const failureOf = (part: Part<unknown>): ReadonlyArray<Violation> => Result.isFailure(part) ? part.failure : []

/**
 * The decoder of a route's requests. It looks at every part before it refuses, so that one answer names everything
 * that is wrong; Fastify's own validation would stop at the first part. It is told the `kinds` of channels there are.
 */
export const decodeRequest = <P, Q, B, R, A extends Auth>(route: Route<P, Q, B, R, A>) => {
  const decodeParams = decodePart(route.params, "path")
  const decodeQuery = decodePart(route.query, "query")
  const queryFields = fieldsOf(route.query)
  const decodeJson = route.body === null ? null : decodeBody(route.body, route.bodyOptional)
  const beyond = beyondSchema(route)

  return (request: FastifyRequest, kinds: ReadonlyArray<string>): Result.Result<Decoded<P, Q, B>, RequestInvalid | UnsupportedMediaType> => {
    const params = decodeParams(request.params)
    const given = lastValues(request.query)
    const hostile = hostileJson(given, queryFields, "query").violations
    const decoded = decodeQuery(given)
    const query = hostile.length === 0 ? decoded : Result.fail([...hostile, ...failureOf(decoded)])
    let body: Part<B> = Result.succeed(undefined as B)
    let sent: unknown
    if (decodeJson !== null) {
      const json = readJson(request.body, request.headers)
      if (Result.isFailure(json)) {
        if (json.failure._tag === "UnsupportedMediaType") return Result.fail(json.failure)
        body = Result.fail(json.failure.violations)
      } else {
        sent = json.success
        body = decodeJson(sent)
      }
    }
    const others = [
      ...beyond({ params: request.params, query: given, body: sent }, kinds),
      ...(route.method === "POST" ? idempotencyKeyViolations(request.headers["idempotency-key"]) : [])
    ]
    if (Result.isSuccess(params) && Result.isSuccess(query) && Result.isSuccess(body) && others.length === 0) {
      return Result.succeed({ params: params.success, query: query.success, body: body.success })
    }
    return Result.fail(
      new RequestInvalid({ violations: [...failureOf(params), ...failureOf(query), ...failureOf(body), ...others] })
    )
  }
}

