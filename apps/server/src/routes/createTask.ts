import { createTask as create, type NewTask } from "@vedette/domain"
import type { CreateTaskInput, routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toCadence } from "../bodies/toCadence.ts"
import { toWantedChannel } from "../bodies/toWantedChannel.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { writtenTask } from "./writtenTask.ts"

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

export const createTask: HandlerOf<typeof routes.createTask> = Effect.fnUntraced(function*({ body, principal }) {
  return yield* writtenTask(yield* create(toNewTask(principal.userId, body)))
})
