import * as Effect from "effect/Effect"
import { InvalidTransition } from "./refusals.ts"
import { type TaskEvent, taskLifecycle, type TaskState } from "./taskLifecycle.ts"

/** The event that leads from one state to another; null where they are the same; a refusal where the table has none. */
export const taskEvent = (from: TaskState, to: TaskState): Effect.Effect<TaskEvent | null, InvalidTransition> => {
  if (from === to) return Effect.succeed(null)
  const event = Object.entries(taskLifecycle[from]).find(([, target]) => target === to)?.[0]
  return event === undefined
    ? Effect.fail(new InvalidTransition({ from, to }))
    : Effect.succeed(event as TaskEvent)
}
