import { type EventOf, lifecycle, type StateOf } from "../lifecycle.ts"

/** A paused task cannot be completed: what nobody watches has not come true. Resume it first. */
export const taskLifecycle = lifecycle({
  active: { pause: "paused", complete: "completed" },
  paused: { resume: "active" },
  completed: { restart: "active" }
})

export type TaskState = StateOf<typeof taskLifecycle>
export type TaskEvent = EventOf<typeof taskLifecycle>
