import type { TaskId } from "@vedette/domain"
import * as HashMap from "effect/HashMap"
import type { MemoryState } from "./MemoryState.ts"

/** The state without a task and all that hangs on it: what the foreign keys of a SQL adapter cascade to. */
export const deleteTask = (state: MemoryState, id: TaskId): MemoryState => {
  const ofTask = <Id, Row extends { readonly id: Id; readonly taskId: TaskId }>(rows: HashMap.HashMap<Id, Row>) =>
    HashMap.toValues(rows).filter((row) => row.taskId === id).map((row) => row.id)
  const executions = ofTask(state.executions)
  const deliveries = ofTask(state.deliveries)
  const notifications = ofTask(state.notifications)
  return {
    ...state,
    tasks: HashMap.remove(state.tasks, id),
    timers: HashMap.remove(state.timers, id),
    views: HashMap.remove(state.views, id),
    subscribers: HashMap.remove(state.subscribers, id),
    executions: HashMap.removeMany(state.executions, executions),
    openExecutions: HashMap.remove(state.openExecutions, id),
    attempts: HashMap.removeMany(state.attempts, executions),
    pageReads: HashMap.removeMany(state.pageReads, executions),
    notifications: HashMap.removeMany(state.notifications, notifications),
    inbox: HashMap.removeMany(state.inbox, notifications),
    deliveries: HashMap.removeMany(state.deliveries, deliveries),
    deliveryLeases: HashMap.removeMany(state.deliveryLeases, deliveries),
    deliveryAttempts: HashMap.removeMany(state.deliveryAttempts, deliveries)
  }
}
