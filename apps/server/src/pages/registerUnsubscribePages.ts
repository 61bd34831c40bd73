import { type OptOutScope, readUnsubscribeToken, TaskRepository, unsubscribe } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { FastifyInstance, FastifyRequest } from "fastify"
import { runEffect } from "../http/runEffect.ts"
import type { Runner } from "../ServerServices.ts"
import { pageHeaders } from "./page.ts"
import { askPage, donePage, invalidPage, type Subscription } from "./unsubscribePages.ts"

const subscriptionOf = Effect.fnUntraced(function*(scope: OptOutScope) {
  const { taskId } = scope
  const task = taskId === null ? Option.none() : yield* TaskRepository.use((tasks) => tasks.find(taskId))
  const subscription: Subscription = { scope, taskName: Option.getOrNull(Option.map(task, ({ name }) => name)) }
  return subscription
})

/** Which mail the form, or a mail program's one click (RFC 8058), ends. The one click is about the mail it was made on. */
const scopeOf = ({ body }: FastifyRequest): "task" | "account" =>
  Buffer.isBuffer(body) && new URLSearchParams(body.toString("utf8")).get("scope") === "account" ? "account" : "task"

/**
 * `/unsubscribe/{token}`: no sign-in, because the token is the right to it. GET shows a page and changes nothing, POST acts,
 * as RFC 8058 wants; a token that is not one of ours is 404 to both.
 */
export const registerUnsubscribePages = (app: FastifyInstance, { runner }: { readonly runner: Runner }): void => {
  const url = "/unsubscribe/:token"
  const tokenOf = (request: FastifyRequest): string => (request.params as { readonly token: string }).token
  const invalid = { status: 404, html: invalidPage }

  app.get(url, async (request, reply) => {
    const { html, status } = await runEffect(
      runner,
      request,
      reply,
      readUnsubscribeToken(tokenOf(request)).pipe(
        Effect.flatMap(subscriptionOf),
        Effect.map((subscription) => ({ status: 200, html: askPage(subscription) })),
        Effect.catchTag("InvalidUnsubscribeToken", () => Effect.succeed(invalid))
      )
    )
    return reply.code(status).headers(pageHeaders).send(html)
  })

  app.post(url, async (request, reply) => {
    const { html, status } = await runEffect(
      runner,
      request,
      reply,
      unsubscribe(tokenOf(request), scopeOf(request)).pipe(
        Effect.flatMap(subscriptionOf),
        Effect.map((subscription) => ({ status: 200, html: donePage(subscription) })),
        Effect.catchTag("InvalidUnsubscribeToken", () => Effect.succeed(invalid))
      )
    )
    return reply.code(status).headers(pageHeaders).send(html)
  })
}
