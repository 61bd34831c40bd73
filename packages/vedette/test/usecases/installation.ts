import {
  claimRuns,
  createTask,
  ExecutionRepository,
  type FinishedRun,
  judgeRun,
  type Judgement,
  type NewTask,
  Outbox,
  type Run,
  settleRuns,
  type TaskId,
  TaskRepository
} from "@vedette/domain"
import { MemoryStorage } from "@vedette/storage-memory"
import { RecordingNotifier, ScriptedSearch, SeededRandom, TestSecrets } from "@vedette/testkit/fakes"
import { aJudgement, fixtureIds } from "@vedette/testkit/fixtures"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { TestClock } from "effect/testing"

export const owner = fixtureIds.user
export const query = "https://shop.example/kettle"
export const hook = { type: "webhook", target: { url: "https://hook.example/a" } }
export const lease = Duration.seconds(30)

/** A whole installation in memory, each time anew. */
export const installation = Layer.mergeAll(
  MemoryStorage.layer,
  RecordingNotifier.layer(),
  ScriptedSearch.layer,
  TestSecrets.layer,
  SeededRandom.layer(1)
)

/** A task of the owner's as its client would ask for it. */
export const newTask = (changes: Partial<NewTask> = {}): NewTask => ({ userId: owner, searchQuery: query, ...changes })

/** Creates a task and lets the time until its first look pass. */
export const dueTask = Effect.fn("dueTask")(function*(changes: Partial<NewTask> = {}) {
  const { task } = yield* createTask(newTask(changes))
  yield* TestClock.adjust("60 seconds")
  return task
})

export const claim = (worker = "worker-1") => Effect.map(claimRuns({ limit: 10, lease, worker }), ({ runs }) => runs)

/** The claim that must be there. */
export const claimOne = Effect.fn("claimOne")(function*(worker?: string) {
  const [run, ...others] = yield* claim(worker)
  if (run === undefined || others.length > 0) return yield* Effect.die(new Error("not exactly one run was claimed"))
  return run
})

/** What became of each of these runs. */
export const settled = (finished: ReadonlyArray<FinishedRun>) =>
  Effect.map(settleRuns(finished), (runs) => runs.map(({ status }) => status))

/** Claims what is due, judges and settles it; what became of each run. */
export const work = Effect.gen(function*() {
  const runs = yield* claim()
  return yield* settleRuns(yield* Effect.forEach(runs, judgeRun))
})

export const judged = (run: Run, judgement: Judgement): FinishedRun => ({ run, outcome: { _tag: "Judged", judgement } })

export const met = aJudgement()
export const notMet = aJudgement({
  verdict: "not_met",
  observations: met.observations.map((observation) => ({ ...observation, value: 60, verdict: "not_met", distance: 0.2 }))
})

/** The task as it is stored. */
export const stored = (id: TaskId) => TaskRepository.use((tasks) => tasks.find(id)).pipe(Effect.map(Option.getOrThrow))

/** All executions of a task, newest first. */
export const executionsOf = (taskId: TaskId) =>
  ExecutionRepository.use((executions) =>
    executions.list({ taskId, status: null, notifiedOnly: false, after: null, offset: 0, limit: 100 })
  )

export const newestExecution = (taskId: TaskId) =>
  Effect.flatMap(executionsOf(taskId), ([newest]) =>
    newest === undefined ? Effect.die(new Error("the task has no execution")) : Effect.succeed(newest))

export const attemptsOf = (taskId: TaskId) =>
  Effect.flatMap(newestExecution(taskId), ({ id }) => ExecutionRepository.use((executions) => executions.attempts([id])))

/** What is owed for a task, oldest first. */
export const deliveriesOf = (taskId: TaskId) =>
  Outbox.use((outbox) => outbox.deliveries({ userId: owner, taskId, executionId: null, kind: null, limit: 100, offset: 0 })).pipe(
    Effect.map((rows) => rows.toReversed())
  )

/** Seconds from now. */
export const secondsUntil = (instant: DateTime.Utc | null) =>
  Effect.map(DateTime.now, (now) => instant === null ? NaN : Duration.toSeconds(DateTime.distance(now, instant)))
