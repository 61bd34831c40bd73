import { createTask, deleteTask, forkTask, plainAlerting, resendAll, runTaskNow, type TaskId, updateTask } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type { Deed, PlannedTask } from "../plan/Plan.ts"
import { userOf } from "./owners.ts"
import { conditionOf, pageUrl } from "./simulatedSearch.ts"

const channelsOf = (receivers: Readonly<Record<string, string>>) =>
  Object.entries(receivers).map(([type, to]) => ({ type, target: { to } }))

export const createPlanned = (task: PlannedTask, startMs: number) =>
  createTask({
    userId: userOf(task.owner),
    name: task.label,
    searchQuery: "What does the kettle cost?",
    conditionDescription: conditionOf(task.limit, task.byModel),
    sources: [pageUrl(task.page)],
    notify: task.notify,
    ...task.quiet === null ? {} : { alerting: { ...plainAlerting, quietHours: { ...task.quiet, timeZone: "Europe/Berlin" } } },
    cadence: {
      minInterval: task.minInterval,
      maxInterval: task.maxInterval,
      deadline: task.deadlineMs === null ? null : DateTime.makeUnsafe(startMs + task.deadlineMs)
    },
    notifications: channelsOf(task.channels),
    runImmediately: task.runImmediately
  })

export type OwnersDeed = Extract<Deed, { readonly task: string }>

/** The owner's calls, through the same use cases as the API. `receivers`: where the task tells now, by channel. */
export const ownersCall = (
  deed: OwnersDeed,
  task: PlannedTask,
  id: TaskId,
  receivers: Readonly<Record<string, string>>
) => {
  const userId = userOf(task.owner)
  switch (deed.do) {
    case "pause":
      return updateTask({ userId, id, state: "paused" })
    case "resume":
    case "restart":
      return updateTask({ userId, id, state: "active" })
    case "complete":
      return updateTask({ userId, id, state: "completed" })
    case "delete":
      return deleteTask(userId, id)
    case "fork":
      return Effect.flatMap(forkTask(userId, id, null), (fork) => updateTask({ userId, id: fork.id, state: "active" }))
    case "edit":
      return updateTask({ userId, id, conditionDescription: conditionOf(deed.limit, task.byModel) })
    case "hurry":
      return updateTask({ userId, id, cadence: { minInterval: null, maxInterval: deed.maxInterval, deadline: null } })
    case "redirect":
    case "silence":
      return updateTask({ userId, id, notifications: channelsOf(receivers) })
    case "resend":
      return resendAll({ userId, taskId: id, executionId: null, kind: null, since: null })
    case "runNow": {
      const once = runTaskNow(userId, id, { force: deed.force, suppressNotifications: deed.suppress })
      return Effect.all(Array.from({ length: deed.times }, () => Effect.result(once)), { concurrency: "unbounded" })
    }
  }
}
