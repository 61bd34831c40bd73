import {
  createTask,
  FIRST_USER_ID,
  HttpFetch,
  saveAccountChannel,
  type TaskId
} from "@vedette/domain"
import { MemoryStorage } from "@vedette/storage-memory"
import { FakeWeb, SeededRandom, TestSecrets } from "@vedette/testkit/fakes"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Semaphore from "effect/Semaphore"
import { TestClock } from "effect/testing"
import { defaultEngineSettings } from "vedette"
import { brokenPromises } from "../check/brokenPromises.ts"
import { describeChanges } from "../check/describeChanges.ts"
import { type Snapshot, takeSnapshot } from "../check/Snapshot.ts"
import type { Scenario } from "../scenario/Scenario.ts"
import { spanMs, spanText } from "../scenario/Span.ts"
import { type Arrival, scriptWeb } from "./ScriptedWeb.ts"
import { makeTimeline, type Timeline } from "./Timeline.ts"
import { backupKind, channelsLayer } from "./channels.ts"
import { startWorker, type Worker } from "./Worker.ts"

/** A Monday morning, so that the instants in a timeline read as office hours. */
const START_MS = Date.UTC(2026, 0, 5, 8)

/**
 * The longest step between two looks at the store. Below the heartbeat and well below a lease, so that nothing that
 * lasts goes by unseen; every commit of a worker is looked at besides.
 */
const STEP_MS = 10_000

/** `domain.md`: whatever dies, a due task is taken up again within this time while a worker runs. */
const TAKEN_UP_WITHIN_MS = 60_000

export interface HarnessOptions {
  /** Same seed, same story. */
  readonly seed: number
  /** Kills a worker as it begins its n-th operation on anything outside of it, counted over its first life. */
  readonly dies?: { readonly worker: string; readonly atOperation: number }
}

/** A whole installation in memory, on virtual time: real domain, engine, reader, judge and channels; a scripted web. */
export class Harness extends Context.Service<Harness, {
  readonly scenario: Scenario
  readonly startMs: number
  readonly timeline: Timeline
  readonly taskIds: ReadonlyMap<string, TaskId>
  readonly arrivals: () => ReadonlyArray<Arrival>
  /** The signing secret that was shown when the channel was set up: the task's, or at the backup's URL the account's. */
  readonly secretOf: (taskId: string, url: string) => string | undefined
  readonly workers: ReadonlyMap<string, Worker>
  readonly start: (name: string) => Effect.Effect<void>
  readonly kill: (name: string) => Effect.Effect<void>
  readonly stop: (name: string) => Effect.Effect<void>
  readonly freeze: (name: string) => Effect.Effect<void>
  readonly thaw: (name: string) => Effect.Effect<void>
  /** Lets virtual time pass up to this instant of the story. */
  readonly advanceTo: (ms: number) => Effect.Effect<void>
  /** Lets time pass up to this instant, does something then, and lets everything that follows from it at once happen. */
  readonly doAt: <A, E, R>(ms: number, work: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** Looks at the store now: records what changed, and what promise is broken. */
  readonly observe: Effect.Effect<void>
  readonly snapshot: () => Snapshot
  /** Every promise found broken so far, once each. */
  readonly broken: () => ReadonlyArray<string>
}>()("@vedette/harness/Harness") {
  static readonly layer = (scenario: Scenario, options: HarnessOptions) =>
    Layer.effect(
      Harness,
      Effect.gen(function*() {
        yield* TestClock.setTime(START_MS - 1)
        const timeline = makeTimeline(START_MS)
        const { arrivals } = yield* scriptWeb(scenario, START_MS, timeline)
        const services = yield* Effect.context<InstallationServices>()
        const workers = new Map<string, Worker>()
        const absent = new Set<Worker>()
        const alive = () => [...workers.values()].some((worker) => !worker.isDead() && !absent.has(worker))
        const taskIds = new Map<string, TaskId>()
        const secrets = new Map<string, string>()
        const broken = new Set<string>()
        const waitingSince = new Map<string, number>()
        let last: Snapshot = new Map()
        let aliveSince = START_MS

        const breaks = (what: string) =>
          Effect.suspend(() => {
            if (broken.has(what)) return Effect.void
            broken.add(what)
            return timeline.add("broken", what)
          })

        // One look at a time, or an older one would undo a newer.
        const looking = yield* Semaphore.make(1)
        const observe = Effect.gen(function*() {
          const before = last
          const after = yield* takeSnapshot(FIRST_USER_ID, taskIds)
          last = after
          for (const line of describeChanges(before, after, START_MS)) yield* timeline.add("stored", line)
          for (const line of brokenPromises(before, after)) yield* breaks(line)
        }).pipe(looking.withPermit, Effect.orDie, Effect.provideContext(services))

        /** Liveness: a due task that nobody takes up although somebody could. */
        const watchWaiting = Effect.gen(function*() {
          const now = yield* Clock.currentTimeMillis
          for (const [label, { claimed, task }] of last) {
            const due = task !== null && task.dueAt !== null && DateTime.toEpochMillis(task.dueAt) <= now && !claimed
            if (!due || !alive()) {
              waitingSince.delete(label)
              continue
            }
            const since = Math.max(waitingSince.get(label) ?? now, aliveSince)
            waitingSince.set(label, since)
            if (now - since > TAKEN_UP_WITHIN_MS) {
              yield* breaks(`${label} has been due since ${spanText(since - START_MS)}, and no worker takes it up`)
            }
          }
        })

        const look = Effect.andThen(observe, watchWaiting)

        const advanceTo = Effect.fn("Harness.advanceTo")(function*(ms: number) {
          for (;;) {
            const left = START_MS + ms - (yield* Clock.currentTimeMillis)
            yield* look
            if (left <= 0) return
            yield* TestClock.adjust(Duration.millis(Math.min(left, STEP_MS)))
          }
        })

        const start = Effect.fn("Harness.start")(function*(name: string) {
          if (!alive()) aliveSince = yield* Clock.currentTimeMillis
          const firstLife = !workers.has(name)
          yield* timeline.add("workers", `${name} starts`)
          workers.set(
            name,
            yield* startWorker({
              name,
              concurrency: scenario.concurrency ?? defaultEngineSettings.concurrency,
              drainWithin: scenario.drainWithin === undefined
                ? defaultEngineSettings.drainWithin
                : Duration.millis(spanMs(scenario.drainWithin)),
              diesAtOperation: firstLife && options.dies?.worker === name ? options.dies.atOperation : null,
              onCommit: observe
            })
          )
        }, Effect.provideContext(services))

        const workerOf = (name: string): Worker => {
          const worker = workers.get(name)
          if (worker === undefined) throw new Error(`The scenario names a worker "${name}" that was never started`)
          return worker
        }

        /**
         * Does something at the next millisecond, from a fiber that the clock has woken: the clock then waits until all
         * that followed from it has come to rest, so that nothing of it happens later than it did.
         */
        const atNextMilli = Effect.fnUntraced(function*<A, E, R>(work: Effect.Effect<A, E, R>) {
          const fiber = yield* Effect.forkChild(Effect.delay(work, 1))
          yield* TestClock.adjust(1)
          return yield* Fiber.join(fiber)
        })

        const createTasks = Effect.gen(function*() {
          for (const [label, task] of Object.entries(scenario.tasks)) {
            const created = yield* createTask({
              userId: FIRST_USER_ID,
              name: label,
              searchQuery: task.query,
              conditionDescription: task.condition,
              notify: task.notify ?? "once",
              cadence: {
                minInterval: task.minInterval === undefined ? null : spanMs(task.minInterval) / 1_000,
                maxInterval: task.maxInterval === undefined ? null : spanMs(task.maxInterval) / 1_000,
                deadline: null
              },
              notifications: [
                ...(task.webhook === undefined ? [] : [{ type: "webhook", target: { url: task.webhook } }]),
                ...(task.second === undefined ? [] : [{ type: backupKind, target: { url: task.second } }])
              ],
              runImmediately: task.runImmediately ?? false
            })
            taskIds.set(label, created.task.id)
            for (const [kind, secret] of created.issuedSecrets) {
              secrets.set(kind === backupKind && task.second !== undefined ? task.second : created.task.id, secret)
            }
          }
        })

        const setUpBackup = Effect.gen(function*() {
          if (scenario.backup === undefined) return
          const { issued } = yield* saveAccountChannel({
            userId: FIRST_USER_ID,
            kind: backupKind,
            target: { url: scenario.backup }
          })
          if (issued !== null) secrets.set(scenario.backup, issued)
        })

        yield* atNextMilli(Effect.gen(function*() {
          yield* setUpBackup
          yield* createTasks
          yield* observe
          for (const name of scenario.workers ?? ["w1"]) yield* start(name)
        }))

        return Harness.of({
          scenario,
          startMs: START_MS,
          timeline,
          taskIds,
          arrivals,
          secretOf: (taskId, url) => secrets.get(url) ?? secrets.get(taskId),
          workers,
          start,
          kill: (name) => Effect.andThen(timeline.add("workers", `${name} is killed`), workerOf(name).kill),
          stop: (name) =>
            Effect.suspend(() => {
              absent.add(workerOf(name))
              return Effect.andThen(timeline.add("workers", `${name} is asked to stop`), workerOf(name).stop)
            }),
          freeze: (name) =>
            Effect.suspend(() => {
              absent.add(workerOf(name))
              return Effect.andThen(timeline.add("workers", `${name} is frozen`), workerOf(name).freeze)
            }),
          thaw: (name) =>
            Effect.suspend(() => {
              absent.delete(workerOf(name))
              return Effect.andThen(timeline.add("workers", `${name} goes on`), workerOf(name).thaw)
            }),
          advanceTo,
          doAt: (ms, work) => Effect.andThen(advanceTo(ms - 1), Effect.tap(atNextMilli(work), () => look)),
          observe,
          snapshot: () => last,
          broken: () => [...broken]
        })
      })
    ).pipe(Layer.provideMerge(installation(options.seed)))
}

/** Everything that all workers and the owner's calls share. */
const installation = (seed: number) =>
  channelsLayer.pipe(
    Layer.provideMerge(Layer.mergeAll(FakeWeb.layer, MemoryStorage.layer, TestSecrets.layer, SeededRandom.layer(seed))),
    Layer.provideMerge(TestClock.layer())
  )

type InstallationServices = Layer.Success<ReturnType<typeof installation>> | HttpFetch
