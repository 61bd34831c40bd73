import type { TaskId, UserId } from "@vedette/domain"
import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import type { MemoryState } from "./MemoryState.ts"

type Counter = "viewCount" | "subscriberCount"
type Counted = readonly [counted: boolean, after: MemoryState]

/** The state with a task's counter one up; its version stays. */
const raised = (state: MemoryState, id: TaskId, counter: Counter): MemoryState => ({
  ...state,
  tasks: HashMap.modify(state.tasks, id, (task) => ({ ...task, [counter]: task[counter] + 1 }))
})

/** A reader of a task, counted unless it has been today. */
export const withView = (state: MemoryState, id: TaskId, view: { readonly reader: string; readonly day: string }): Counted => {
  if (!HashMap.has(state.tasks, id)) return [false, state]
  const kept = Option.getOrElse(HashMap.get(state.views, id), () => []).filter(({ day }) => day >= view.day)
  if (kept.some(({ day, reader }) => day === view.day && reader === view.reader)) return [false, state]
  return [true, raised({ ...state, views: HashMap.set(state.views, id, [...kept, view]) }, id, "viewCount")]
}

/** A user who forked a task, counted unless it has been before. */
export const withSubscriber = (state: MemoryState, id: TaskId, userId: UserId): Counted => {
  if (!HashMap.has(state.tasks, id)) return [false, state]
  const known = Option.getOrElse(HashMap.get(state.subscribers, id), () => new Set<UserId>())
  if (known.has(userId)) return [false, state]
  const subscribers = HashMap.set(state.subscribers, id, new Set([...known, userId]))
  return [true, raised({ ...state, subscribers }, id, "subscriberCount")]
}
