import { ChannelKind, createTask as create, getTask, type NewTask } from "@vedette/domain"
import type { CreateTaskInput, routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toCadence } from "../bodies/toCadence.ts"
import { toTaskBody } from "../bodies/toTaskBody.ts"
import { toWantedChannel } from "../bodies/toWantedChannel.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

const toNewTask = (userId: NewTask["userId"], body: CreateTaskInput): NewTask => ({
  userId,
  searchQuery: body.search_query,
  ...(body.condition_description === undefined ? {} : { conditionDescription: body.condition_description }),
  ...(body.condition === undefined ? {} : { condition: body.condition }),
  ...(body.name === undefined ? {} : { name: body.name }),
  ...(body.sources === undefined ? {} : { sources: body.sources }),
  ...(body.notify === undefined ? {} : { notify: body.notify }),
  ...(body.cadence === undefined ? {} : { cadence: toCadence(body.cadence) }),
  ...(body.notifications === undefined ? {} : { notifications: body.notifications.map(toWantedChannel) }),
  ...(body.context === undefined ? {} : { context: body.context }),
  ...(body.external_id === undefined ? {} : { externalId: body.external_id }),
  ...(body.tags === undefined ? {} : { tags: body.tags }),
  ...(body.state === undefined ? {} : { state: body.state }),
  ...(body.run_immediately === undefined ? {} : { runImmediately: body.run_immediately })
})

const webhook = ChannelKind.make("webhook")

export const createTask: HandlerOf<typeof routes.createTask> = Effect.fnUntraced(function*({ body, principal }) {
  const { issuedSecrets, task } = yield* create(toNewTask(principal.userId, body))
  // An upsert answers a task that may have run before.
  const view = yield* getTask(principal.userId, task.id)
  const secret = issuedSecrets.get(webhook)
  return {
    body: toTaskBody(view),
    version: view.task.version,
    ...(secret === undefined ? {} : { secret: { webhook_secret: secret } })
  }
})
