import { deleteTask, FIRST_USER_ID, resendAll, runTaskNow, type TaskId, updateTask } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import type { ScenarioEvent } from "../scenario/ScenarioEvent.ts"
import { Harness } from "./Harness.ts"

const userId = FIRST_USER_ID

/** Does what an event says, now. Answers what went otherwise than the event expects, in words. */
export const applyEvent = Effect.fn("applyEvent")(function*(event: ScenarioEvent) {
  const harness = yield* Harness
  const { timeline } = harness

  const idOf = (label: string): TaskId => {
    const id = harness.taskIds.get(label)
    if (id === undefined) throw new Error(`The scenario names a task "${label}" that it does not have`)
    return id
  }
  /** An owner's call, and the tag of its refusal, if any. */
  const call = Effect.fnUntraced(function*<A, E extends { readonly _tag: string; readonly message: string }, R>(
    what: string,
    work: Effect.Effect<A, E, R>
  ) {
    const result = yield* Effect.result(work)
    yield* timeline.add("owner", Result.isSuccess(result) ? what : `${what}: refused, ${result.failure.message}`)
    return Result.isSuccess(result) ? null : result.failure._tag
  })
  const expectRefusal = (wanted: string | undefined, tags: ReadonlyArray<string | null>): ReadonlyArray<string> =>
    tags.every((tag) => tag === (wanted ?? null))
      ? []
      : [`at ${event.at}, ${event.do}: expected ${wanted ?? "no refusal"}, got ${[...new Set(tags)].map((tag) => tag ?? "none").join(", ")}`]

  switch (event.do) {
    case "pause":
    case "resume":
    case "complete": {
      const state = event.do === "pause" ? "paused" as const : event.do === "resume" ? "active" as const : "completed" as const
      return expectRefusal(undefined, [yield* call(`${event.do}s ${event.task}`, updateTask({ userId, id: idOf(event.task), state }))])
    }
    case "delete":
      return expectRefusal(undefined, [yield* call(`deletes ${event.task}`, deleteTask(userId, idOf(event.task)))])
    case "resend": {
      const webhook = harness.scenario.tasks[event.task]?.webhook
      const notifications = webhook === undefined ? [] : [{ type: "webhook", target: { url: webhook } }]
      const id = idOf(event.task)
      const all = resendAll({ userId, taskId: id, executionId: null, kind: null, since: null })
      return expectRefusal(undefined, [
        yield* call(`resends what ${event.task} had to tell`, Effect.andThen(updateTask({ userId, id, notifications }), all))
      ])
    }
    case "edit":
      return expectRefusal(undefined, [
        yield* call(
          `edits ${event.task}`,
          updateTask({ userId, id: idOf(event.task), searchQuery: event.query, conditionDescription: event.condition })
        )
      ])
    case "runNow": {
      const times = event.times ?? 1
      const run = runTaskNow(userId, idOf(event.task), {
        force: event.force ?? false,
        suppressNotifications: event.suppress ?? false
      })
      const what = `runs ${event.task} now${event.force ? ", by force" : ""}`
      if (times === 1) return expectRefusal(event.refused, [yield* call(what, run)])
      const exits = yield* Effect.all(Array.from({ length: times }, () => Effect.result(run)), { concurrency: "unbounded" })
      const executions = new Set(exits.filter(Result.isSuccess).map((result) => result.success.id))
      const refusals = exits.map((result) => Result.isFailure(result) ? result.failure._tag : null)
      yield* timeline.add(
        "owner",
        `${what}, ${times} times at once: ${executions.size} executions, ${refusals.filter((tag) => tag !== null).length} refusals`
      )
      return expectRefusal(event.refused, refusals)
    }
    case "killWorker":
      yield* harness.kill(event.worker)
      return []
    case "stopWorker":
      // Draining takes virtual time, which passes only while this fiber goes on.
      yield* Effect.forkDetach(Effect.exit(harness.stop(event.worker)).pipe(
        Effect.flatMap((exit) =>
          timeline.add("workers", `${event.worker} has ${Exit.isSuccess(exit) ? "stopped" : "failed to stop"}`)
        )
      ))
      return []
    case "freezeWorker":
      yield* harness.freeze(event.worker)
      return []
    case "thawWorker":
      yield* harness.thaw(event.worker)
      return []
    case "startWorker":
      yield* harness.start(event.worker)
      return []
    case "outage":
      for (const worker of harness.workers.values()) if (!worker.isDead()) yield* harness.kill(worker.name)
      return []
  }
})
