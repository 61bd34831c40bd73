import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as Random from "effect/Random"
import { brokenWebhooks } from "./check/brokenWebhooks.ts"
import { unmetExpectations } from "./check/unmetExpectations.ts"
import type { Scenario } from "./scenario/Scenario.ts"
import type { ScenarioEvent } from "./scenario/ScenarioEvent.ts"
import { spanMs } from "./scenario/Span.ts"
import { applyEvent } from "./world/applyEvent.ts"
import { Harness, type HarnessOptions } from "./world/Harness.ts"
import type { TimelineEntry } from "./world/Timeline.ts"

export interface ScenarioReport {
  readonly scenario: Scenario
  readonly timeline: ReadonlyArray<TimelineEntry>
  /** Promises that hold in every story and were broken in this one, in words. */
  readonly broken: ReadonlyArray<string>
  /** Those, and the scenario's own expectations that were not met. Empty: the scenario holds. */
  readonly failures: ReadonlyArray<string>
  /** Operations that each worker began in its last life. */
  readonly operations: ReadonlyMap<string, number>
}

/** An outage ends by starting the workers again. */
const flattened = (scenario: Scenario): ReadonlyArray<ScenarioEvent> =>
  (scenario.events ?? []).flatMap((event): ReadonlyArray<ScenarioEvent> =>
    event.do === "outage"
      ? [event, ...(scenario.workers ?? ["w1"]).map((worker) => ({ at: event.to, do: "startWorker" as const, worker }))]
      : [event]
  ).sort((a, b) => spanMs(a.at) - spanMs(b.at))

const play = Effect.fn("play")(function*(scenario: Scenario) {
  const harness = yield* Harness
  const failures: Array<string> = []
  for (const event of flattened(scenario)) {
    failures.push(...(yield* harness.doAt(spanMs(event.at), applyEvent(event))))
  }
  yield* harness.advanceTo(spanMs(scenario.until))
  const arrivals = harness.arrivals()
  const labels = new Map([...harness.taskIds].map(([label, id]) => [id as string, label]))
  const operations = new Map([...harness.workers.values()].map((worker) => [worker.name, worker.operations()]))
  // The engines never end by themselves. Nothing of them may go on once the story is told.
  for (const worker of harness.workers.values()) yield* worker.kill
  const broken = [...harness.broken(), ...new Set(brokenWebhooks(arrivals, harness.secretOf, harness.startMs))]
  const report: ScenarioReport = {
    scenario,
    timeline: harness.timeline.entries(),
    broken,
    failures: [
      ...broken,
      ...failures,
      ...unmetExpectations(scenario.expect, {
        arrivals,
        snapshot: harness.snapshot(),
        labelOf: (taskId) => labels.get(taskId) ?? taskId,
        startMs: harness.startMs
      })
    ],
    operations
  }
  return report
})

/** Plays a scenario from its start to its `until`, in a world of its own. Same scenario, same options: same report. */
export const runScenario = (scenario: Scenario, options: Partial<HarnessOptions> = {}): Effect.Effect<ScenarioReport> => {
  const seed = options.seed ?? 1
  return play(scenario).pipe(
    Effect.provide(Harness.layer(scenario, { ...options, seed })),
    Effect.provide(Logger.layer([])),
    Effect.orDie,
    Random.withSeed(`${seed}`)
  )
}
