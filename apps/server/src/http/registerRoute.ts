import type { Principal, Reader, StorageError } from "@vedette/domain"
import type { Auth, Route } from "@vedette/http-contract"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import type { Runner, ServerServices } from "../ServerServices.ts"
import { authorize } from "./authorize.ts"
import { type Decoded, decodeRequest } from "./decodeRequest.ts"
import { entityTag, matchesTag } from "./entityTag.ts"
import { lastModifiedOf, unmodifiedSince } from "./lastModified.ts"
import { nextPageLink } from "./nextPageLink.ts"
import type { PublicError } from "./problem.ts"
import { runEffect } from "./runEffect.ts"
import type { SignIn } from "./SignIn.ts"

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; null where nobody is signed in. Set before the body is read. */
    principal: Principal | null
  }
}

/** A request as a handler sees it: decoded, and with its sender known. */
export interface Call<P, Q, B, A extends Auth> extends Decoded<P, Q, B> {
  readonly principal: A extends "required" ? Principal : A extends "optional" ? Principal | null : null
  readonly ifMatch: string | undefined
  /** Who reads, for counting: the user, or what a request without a key tells of its sender. */
  readonly reader: Reader
  /** What links of the answer are relative to: the public URL where one is configured, else what the client called. */
  readonly baseUrl: string
}

/** What a handler answers, beside the body. */
export interface Answer<R> {
  readonly body: R
  /** Another status than the route's own, where the body stays the same. */
  readonly status?: number
  /** The version behind an `ETag`. */
  readonly version?: number
  /** When what is answered last changed, for `Last-Modified` and `If-Modified-Since`. */
  readonly lastModified?: DateTime.Utc
  /** Shown in this answer only: kept out of what the `ETag` stands for, and out of every cache. */
  readonly secret?: Partial<R>
  readonly total?: number
  /** The cursor of the next page, where there is one. */
  readonly next?: string | undefined
}

export type Handler<P, Q, B, R, A extends Auth> = (
  call: Call<P, Q, B, A>
) => Effect.Effect<Answer<R>, PublicError | StorageError, ServerServices>

const fastifyPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ":$1")

/** Registers a route of the contract: authorise, decode, run the use case, encode. */
export const registerRoute = <P, Q, B, R, A extends Auth>(
  app: FastifyInstance,
  { publicUrl, runner, signIn }: {
    readonly runner: Runner
    readonly publicUrl: string | null
    readonly signIn: SignIn
  },
  route: Route<P, Q, B, R, A>,
  handler: Handler<P, Q, B, R, A>
): void => {
  const decode = decodeRequest(route)
  const encode = route.success.body === null ? null : Schema.encodeSync(route.success.body)

  const { mediaType = "application/json" } = route.success
  const isJson = mediaType.endsWith("json")
  const baseUrlOf = (request: FastifyRequest) => publicUrl ?? `${request.protocol}://${request.host}`

  const send = (request: FastifyRequest, reply: FastifyReply, answer: Answer<R>): FastifyReply => {
    if (answer.total !== undefined) reply.header("x-total-count", String(answer.total))
    if (answer.next !== undefined) {
      reply.header("link", nextPageLink(baseUrlOf(request), request.url, answer.next))
    }
    reply.code(answer.status ?? route.success.status)
    if (encode === null) return reply.send()
    const encoded = encode(answer.body)
    const text = isJson ? JSON.stringify(encoded) : String(encoded)
    const keepable = request.method === "GET" || request.method === "HEAD"
    reply.header("cache-control", keepable ? "private, no-cache" : "no-store")
    if (route.conditional || answer.version !== undefined) {
      const tag = entityTag(text, answer.version)
      reply.header("etag", tag)
      if (keepable && matchesTag(request.headers["if-none-match"], tag)) return reply.code(304).send()
    }
    if (answer.lastModified !== undefined) {
      reply.header("last-modified", lastModifiedOf(answer.lastModified))
      if (keepable && unmodifiedSince(request.headers, answer.lastModified)) return reply.code(304).send()
    }
    reply.type(`${mediaType}; charset=utf-8`)
    return reply.send(answer.secret === undefined ? text : JSON.stringify(encode({ ...answer.body, ...answer.secret })))
  }

  app.route({
    method: route.method,
    url: fastifyPath(route.path),
    onRequest: async (request, reply) => {
      if (route.auth === "none") return
      request.principal = await runEffect(runner, request, reply, authorize(request.headers.authorization, route, signIn))
    },
    handler: async (request, reply) => {
      const decoded = decode(request)
      if (Result.isFailure(decoded)) throw decoded.failure
      const call = {
        ...decoded.success,
        // `onRequest` has refused everybody whom the route's `auth` does not let in.
        principal: request.principal as Call<P, Q, B, A>["principal"],
        ifMatch: request.headers["if-match"],
        reader: request.principal === null
          ? { userId: null, address: request.ip, userAgent: request.headers["user-agent"] ?? "" }
          : { userId: request.principal.userId },
        baseUrl: baseUrlOf(request)
      }
      return send(request, reply, await runEffect(runner, request, reply, handler(call)))
    }
  })
}
