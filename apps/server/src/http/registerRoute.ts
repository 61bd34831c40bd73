import type { Principal, Reader, StorageError } from "@vedette/domain"
import type { Auth, Route } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { FastifyInstance, FastifyRequest } from "fastify"
import type { Runner, ServerServices } from "../ServerServices.ts"
import type { Answer } from "./Answer.ts"
import { answerOnce } from "./answerOnce.ts"
import { namesKinds } from "./beyondSchema.ts"
import { channelKinds } from "./channelKinds.ts"
import { type Decoded, decodeRequest } from "./decodeRequest.ts"
import { encodeAnswer } from "./encodeAnswer.ts"
import { letIn } from "./letIn.ts"
import type { PublicError } from "./problem.ts"
import type { RateLimiter } from "./rateLimiter.ts"
import { runEffect } from "./runEffect.ts"
import { sendAnswer } from "./sendAnswer.ts"
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

export type Handler<P, Q, B, R, A extends Auth> = (
  call: Call<P, Q, B, A>
) => Effect.Effect<Answer<R>, PublicError | StorageError, ServerServices>

const fastifyPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ":$1")

export interface RouteContext {
  readonly runner: Runner
  readonly publicUrl: string | null
  readonly signIn: SignIn
  readonly limiter: RateLimiter
}

/** Registers a route of the contract: authorise, decode, run the use case, encode. */
export const registerRoute = <P, Q, B, R, A extends Auth>(
  app: FastifyInstance,
  { limiter, publicUrl, runner, signIn }: RouteContext,
  route: Route<P, Q, B, R, A>,
  handler: Handler<P, Q, B, R, A>
): void => {
  const decode = decodeRequest(route)
  const needsKinds = namesKinds(route)
  const encode = encodeAnswer(route)
  const baseUrlOf = (request: FastifyRequest) => publicUrl ?? `${request.protocol}://${request.host}`

  app.route({
    method: route.method,
    url: fastifyPath(route.path),
    onRequest: async (request, reply) => {
      const { headers, principal } = await runEffect(runner, request, reply, letIn(request, route, signIn, limiter))
      request.principal = principal
      reply.headers(headers)
    },
    handler: async (request, reply) => {
      const decoded = decode(request, needsKinds ? await runEffect(runner, request, reply, channelKinds) : [])
      if (Result.isFailure(decoded)) throw decoded.failure
      const { principal } = request
      const baseUrl = baseUrlOf(request)
      const call = {
        ...decoded.success,
        // `onRequest` has refused everybody whom the route's `auth` does not let in.
        principal: principal as Call<P, Q, B, A>["principal"],
        ifMatch: request.headers["if-match"],
        reader: principal === null
          ? { userId: null, address: request.ip, userAgent: request.headers["user-agent"] ?? "" }
          : { userId: principal.userId },
        baseUrl
      }
      const answer = Effect.map(handler(call), (answer) => encode(answer, baseUrl, request.url))
      const key = request.headers["idempotency-key"]
      const work = route.method === "POST" && typeof key === "string" && principal !== null
        ? answerOnce(principal, { key, method: route.method, url: request.url, body: request.body }, { answer, outside: route.outside })
        : Effect.map(answer, ({ now }) => now)
      return sendAnswer(request, reply, await runEffect(runner, request, reply, work))
    }
  })
}
