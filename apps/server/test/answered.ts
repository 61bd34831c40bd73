import { allRoutes, type AnyRoute, type ErrorTag } from "@vedette/http-contract"
import type { FastifyInstance } from "fastify"
import { publicError } from "../src/http/publicError.ts"

/** What each route has been made to answer by the tests of this file so far: `success`, or the tag of an error. */
const answers = new Map<string, Set<ErrorTag | "success">>()

const keyOf = (method: string, url: string): string => `${method} ${url.replaceAll(/:(\w+)/g, "{$1}")}`

const note = (method: string, url: string | undefined, answer: ErrorTag | "success"): void => {
  if (url === undefined) return
  const key = keyOf(method, url)
  answers.set(key, (answers.get(key) ?? new Set()).add(answer))
}

/** Notes whatever the server answers from now on. */
export const noteAnswers = (app: FastifyInstance): void => {
  app.addHook("onError", async (request, _reply, error) => {
    note(request.method, request.routeOptions.url, publicError(error)._tag)
  })
  app.addHook("onResponse", async (request, reply) => {
    if (reply.statusCode < 400) note(request.method, request.routeOptions.url, "success")
  })
}

/** What a route documents and no test has been answered yet. */
export const notYetAnswered = (route: AnyRoute, besides: ReadonlyArray<ErrorTag>): ReadonlyArray<ErrorTag | "success"> => {
  const seen = answers.get(keyOf(route.method, route.path)) ?? new Set()
  return (["success", ...new Set(route.errors)] as const).filter((answer) =>
    !seen.has(answer) && (answer === "success" || !besides.includes(answer)))
}

/** What a route was made to answer and does not document. */
export const undocumented = (route: AnyRoute, common: ReadonlyArray<ErrorTag>): ReadonlyArray<ErrorTag | "success"> =>
  [...answers.get(keyOf(route.method, route.path)) ?? []].filter((answer) =>
    answer !== "success" && !route.errors.includes(answer) && !common.includes(answer))

export const everyRoute: ReadonlyArray<AnyRoute> = allRoutes.filter(({ tag }) => tag !== "system")
