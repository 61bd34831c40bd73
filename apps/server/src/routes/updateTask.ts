import { getTask, type TaskId, type TaskPatch, updateTask as update, type UserId } from "@vedette/domain"
import type { routes, UpdateTaskInput } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toAlerting } from "../bodies/toAlerting.ts"
import { toCadence } from "../bodies/toCadence.ts"
import { toWantedChannel } from "../bodies/toWantedChannel.ts"
import { versionsIn } from "../http/entityTag.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { writtenTask } from "./writtenTask.ts"

const toPatch = (userId: UserId, id: TaskId, body: UpdateTaskInput): TaskPatch => ({
  userId,
  id,
  name: body.name,
  searchQuery: body.search_query,
  conditionDescription: body.condition_description,
  condition: body.condition,
  sources: body.sources,
  notify: body.notify,
  cadence: body.cadence === undefined ? undefined : toCadence(body.cadence),
  alerting: body.alerting === undefined ? undefined : toAlerting(body.alerting),
  notifications: body.notifications?.map(toWantedChannel),
  context: body.context,
  tags: body.tags,
  state: body.state
})

/** No task has this version. */
const NO_VERSION = -1

/** The one version to insist on. Of several accepted, the one the task has now; the write checks it under its lock. */
const expectedVersion = Effect.fnUntraced(function*(userId: UserId, id: TaskId, accepted: ReadonlyArray<number>) {
  if (accepted.length === 1) return accepted[0]
  const { task } = yield* getTask(userId, id)
  return accepted.includes(task.version) ? task.version : NO_VERSION
})

/** `PUT` and `PATCH` alike. */
export const updateTask: HandlerOf<typeof routes.replaceTask> = Effect.fnUntraced(function*(call) {
  const { body, ifMatch, params, principal } = call
  const id = params.task_id
  const accepted = versionsIn(ifMatch)
  const patch = toPatch(principal.userId, id, body)
  const { task } = yield* update(
    accepted === null ? patch : { ...patch, expectedVersion: yield* expectedVersion(principal.userId, id, accepted) }
  )
  // A secret issued by an update is not shown: its owner rotates it, and so learns it where secrets are looked for.
  return yield* writtenTask({ task, issuedSecrets: new Map() })
})
