import { ConnectionFailed, HttpFetchError, type HttpFetchReason } from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Responder, ServedResponse } from "./FakeWeb.ts"

const always = (response: ServedResponse): Responder => () => Effect.succeed(response)

/** The first whose turn it is; a script that has run out keeps its last line. */
const lineOf = (script: ReadonlyArray<Responder>, turn: number): Responder => {
  const line = script[Math.min(turn, script.length - 1)]
  if (line === undefined) throw new Error("A script of responders needs at least one line.")
  return line
}

/** The lines that scripts of a `FakeWeb` are written in. */
export const respond = {
  html: (body: string, response: ServedResponse = {}): Responder =>
    always({ ...response, body, headers: { "content-type": "text/html; charset=utf-8", ...response.headers } }),

  json: (value: unknown, response: ServedResponse = {}): Responder =>
    always({
      ...response,
      body: JSON.stringify(value),
      headers: { "content-type": "application/json", ...response.headers }
    }),

  /** An empty answer with this status. */
  status: (status: number, headers: Readonly<Record<string, string>> = {}): Responder => always({ status, headers }),

  redirect: (location: string, status: 301 | 302 | 303 | 307 | 308 = 302): Responder =>
    always({ status, headers: { location } }),

  /** No answer at all. Default: the connection is refused. */
  fail: (reason: HttpFetchReason = new ConnectionFailed({ message: "The connection was refused." })): Responder => () =>
    Effect.fail(new HttpFetchError({ reason })),

  /** The same answer, after so much time of Effect's Clock. */
  after: (delay: Duration.Input, responder: Responder): Responder => (request) =>
    Effect.delay(responder(request), delay),

  /** Accepts the connection and never answers. */
  never: (): Responder => () => Effect.never,

  /** One line a request, in turn; the last one stays. */
  inTurn: (...script: ReadonlyArray<Responder>): Responder => {
    let turn = 0
    return (request) => Effect.suspend(() => lineOf(script, turn++)(request))
  },

  /** `first` until the first instant, then what each instant brings. Instants ascend. */
  overTime: (
    first: Responder,
    ...changes: ReadonlyArray<readonly [from: DateTime.Utc, responder: Responder]>
  ): Responder =>
  (request) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      const current = changes.findLast(([from]) => DateTime.toEpochMillis(from) <= now)
      return (current === undefined ? first : current[1])(request)
    })
}
