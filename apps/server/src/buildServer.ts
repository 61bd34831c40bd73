import * as Effect from "effect/Effect"
import type { ReadinessCheck } from "vedette"
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify"
import { randomUUID } from "node:crypto"
import type { Socket } from "node:net"
import { cors } from "./http/cors.ts"
import { localOnly } from "./http/localOnly.ts"
import { methodsAt } from "./http/methodsAt.ts"
import { publicError } from "./http/publicError.ts"
import { rateLimiter, type RateSettings, unlimited } from "./http/rateLimiter.ts"
import { repairPath } from "./http/repairPath.ts"
import { MethodNotAllowed, RouteNotFound } from "./http/requestErrors.ts"
import { ClientGone } from "./http/runEffect.ts"
import { securityHeaders } from "./http/securityHeaders.ts"
import { sendProblem } from "./http/sendProblem.ts"
import { keysAlone, type SignIn } from "./http/SignIn.ts"
import { registerRoutes } from "./registerRoutes.ts"
import type { Runner } from "./ServerServices.ts"

export interface ServerOptions {
  /** What `/readyz` asks. Default: nothing, always ready. */
  readonly readiness?: ReadonlyArray<ReadinessCheck>
  /** How clients reach this server, where that differs from how they call it: for links. Default null. */
  readonly publicUrl?: string | null
  /** What `/openapi.json` says of itself. */
  readonly version?: string
  /** How callers say who they are. Default: by API keys alone. */
  readonly signIn?: SignIn
  /** Requests a minute. Default: as many as they like. */
  readonly limits?: RateSettings
  /** Origins whose pages may call with their user's credentials. Default: none. */
  readonly corsOrigins?: ReadonlyArray<string>
  /** Addresses and networks whose `X-Forwarded-*` headers are believed. Default: none. */
  readonly trustedProxies?: ReadonlyArray<string>
}

/** The largest honest body is a task with 32 kB of context and its texts; this is several of them. */
const BODY_LIMIT = 256 * 1_024

/** A request has this long to arrive, so that slow senders do not hold connections. Ample for 256 kB on a bad line. */
const REQUEST_TIMEOUT_MS = 30_000

/** Longer than any address Node lets through (its headers end at 16 kB), so that a long parameter is a bad UUID. */
const MAX_PARAM_LENGTH = 16_384

const tracingId = /^[\w.:-]{1,100}$/

/** What cannot even be read as HTTP is answered on the bare socket. */
const refuseUnreadable = (error: Error & { readonly code?: string }, socket: Socket): void => {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, phrase] = error.code === "HPE_HEADER_OVERFLOW"
    ? [431, "Request Header Fields Too Large"]
    : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
    ? [408, "Request Timeout"]
    : [400, "Bad Request"]
  const body = JSON.stringify({ detail: phrase, code: "bad_request" })
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
  )
}

/** In-flight answers tell their clients to leave; otherwise `close` waits out every kept-alive connection (72 s). */
const closePromptly = (app: FastifyInstance): void => {
  let closing = false
  app.addHook("preClose", async () => {
    closing = true
  })
  app.addHook("onSend", async (_request, reply) => {
    if (closing) reply.header("connection", "close")
  })
}

/** The token of an account's feed opens it, and that of a mail ends mails like it: no log gets them. */
const loggedPath = (url: string): string => (url.split("?", 1)[0] ?? "").replace(/^\/(feeds|unsubscribe)\/[^/]+/, "/$1/…")

/** What the answer keeps to itself, for whoever runs the server; the request's id leads from the one to the other. */
const logFailure = (request: FastifyRequest, failure: unknown) =>
  Effect.logError(`${request.method} ${loggedPath(request.url)} failed`, failure).pipe(
    Effect.annotateLogs({ requestId: request.id })
  )

/** The server, not yet listening: `inject` works at once. */
export const buildServer = (runner: Runner, options: ServerOptions = {}): FastifyInstance => {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: "idle",
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: MAX_PARAM_LENGTH },
    rewriteUrl: (request) => repairPath(request.url ?? "/"),
    genReqId: (request) => {
      const given = request.headers["x-request-id"]
      return typeof given === "string" && tracingId.test(given) ? given : randomUUID()
    },
    trustProxy: [...(options.trustedProxies ?? [])],
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: (error, request, reply) => {
      sendProblem(request, reply.headers(securityHeaders), publicError(error))
    }
  })

  app.decorateRequest("principal", null)
  app.addHook("onRequest", async (request, reply) => {
    reply.headers({ ...securityHeaders, "x-request-id": request.id })
  })
  const { corsOrigins = [], signIn = keysAlone } = options
  app.addHook("onRequest", cors(corsOrigins))
  if (signIn.noAuth) app.addHook("onRequest", localOnly(corsOrigins))
  closePromptly(app)

  // Bodies arrive as bytes whatever they call themselves: the route knows what it wants, and says so in its own words.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body))

  app.setErrorHandler(async (thrown, request, reply) => {
    if (thrown instanceof ClientGone) return reply.hijack()
    const error = publicError(thrown)
    if (error._tag === "Defect" || error._tag === "StorageUnavailable") {
      await runner.runPromiseExit(logFailure(request, error._tag === "Defect" ? error.cause : thrown))
    }
    return sendProblem(request, reply, error)
  })
  app.setNotFoundHandler((request, reply) => {
    const allow = methodsAt(request.url)
    return sendProblem(request, reply, allow.length === 0 ? new RouteNotFound() : new MethodNotAllowed({ allow }))
  })

  registerRoutes(app, {
    runner,
    publicUrl: options.publicUrl ?? null,
    version: options.version ?? "0.0.0",
    readiness: options.readiness ?? [],
    signIn,
    limiter: rateLimiter(options.limits ?? unlimited)
  })
  return app
}
