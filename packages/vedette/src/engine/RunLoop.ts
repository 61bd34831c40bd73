import { claimRuns, judgeWithinBudget, releaseRuns, type Run, type SuspectsTurn, type TaskId, WorkQueue } from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberMap from "effect/FiberMap"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { countOne, engineMetrics } from "../observability/engineMetrics.ts"
import { makeOutageLog } from "../observability/makeOutageLog.ts"
import { warnInALine } from "../observability/warnInALine.ts"
import { EngineOptions } from "./EngineOptions.ts"
import { Fitness } from "./Fitness.ts"
import { makeNudge, sleepFor } from "./Nudge.ts"
import { makeSettler } from "./Settler.ts"

/** A store that cannot be reached is asked again after a pause, not in a tight loop. */
const PAUSE_AFTER_ERROR = Duration.seconds(1)

/** Heartbeats per lease: two may be lost before the claim is. */
const BEATS_PER_LEASE = 3

/**
 * Claims due tasks and runs them side by side, up to the concurrency, for the life of the scope. A run that is suspected
 * of killing its workers gets this one to itself; such runs and all others take turns.
 *
 * When the scope closes it claims no more, lets runs finish within `drainWithin`, and hands the rest back.
 *
 * @param onSettled called after each settled run, so that what it owes is delivered at once
 */
export const startRunLoop = Effect.fn("startRunLoop")(function*(onSettled: Effect.Effect<void>) {
  const options = yield* EngineOptions
  const beatEvery = Duration.divideUnsafe(options.lease, BEATS_PER_LEASE)
  const queue = yield* WorkQueue
  const isFit = yield* Fitness
  const settler = yield* makeSettler
  const nudge = yield* makeNudge
  const log = makeOutageLog("Runs", "claimed")
  const fibers = yield* FiberMap.make<TaskId, void, never>()
  const held = new Map<TaskId, Run>()
  // Judged and on its way into the store: a heartbeat that finds its claim gone has met the settlement's own commit.
  const settling = new Set<Run>()
  let draining = false
  // A suspect runs here: nothing more is claimed until it has ended.
  let closed = false
  // A suspect was seen, and comes next when what is in hand has ended. Another worker may take it first: then this one would
  // stand idle for nothing, so now and again it looks whether the suspect still waits.
  let suspectNext = false
  let looksAgainAtMs = 0

  const letGo = (run: Run) =>
    Effect.sync(() => {
      settling.delete(run)
      if (held.get(run.task.id) === run) held.delete(run.task.id)
    })

  const runOne = (run: Run) =>
    judgeWithinBudget(run).pipe(
      Effect.flatMap((finished) =>
        // From here the result exists: stopping the worker must not throw it away.
        Effect.uninterruptible(
          Effect.sync(() => settling.add(run)).pipe(
            Effect.andThen(settler.settle(finished)),
            Effect.andThen(letGo(run)),
            Effect.andThen(onSettled)
          )
        )
      ),
      // A run that broke must not keep its place, nor its lease by our heartbeats. One that is stopped by the drain does.
      Effect.onExit((exit) => Exit.isSuccess(exit) || draining ? Effect.void : letGo(run)),
      Effect.ensuring(nudge.give),
      Effect.annotateLogs({ taskId: run.task.id, executionId: run.execution.id })
    )

  // Between the commit of a claim and the start of its run nothing may interrupt: the run would wait for its lease.
  const claimAndStart = Effect.fn("claimAndStart")(function*(limit: number, turn: SuspectsTurn) {
    const { alone, runs, suspects } = yield* claimRuns({
      limit,
      suspects: turn,
      lease: options.lease,
      worker: options.worker,
      ...(options.perOwner === null ? {} : { perOwner: options.perOwner })
    })
    yield* log.worked
    for (const run of runs) {
      held.set(run.task.id, run)
      yield* FiberMap.run(fibers, run.task.id, Effect.interruptible(runOne(run)))
      if (!alone) continue
      yield* Effect.logWarning("A run that has cost several workers is run alone").pipe(
        Effect.annotateLogs({ taskId: run.task.id, executionId: run.execution.id })
      )
    }
    suspectNext = !alone && suspects > 0
    closed = alone
    if (suspectNext) looksAgainAtMs = (yield* Clock.currentTimeMillis) + Duration.toMillis(options.longestSleep)
    return runs.length + suspects
  }, Effect.uninterruptible)

  const turn = Effect.gen(function*() {
    const busy = held.size > 0
    const free = options.concurrency - held.size
    if (free <= 0 || (closed && busy)) return yield* nudge.wait(Option.none())
    const makesRoom = suspectNext && busy
    const early = looksAgainAtMs - (yield* Clock.currentTimeMillis)
    if (makesRoom && early > 0) return yield* nudge.wait(Option.some(Duration.millis(early)))
    if (!(yield* isFit)) return yield* Effect.sleep(options.longestSleep)
    // The oldest only: where it is the suspect, nothing has begun that would be waited for.
    if ((yield* claimAndStart(makesRoom ? 1 : free, busy ? "never" : suspectNext ? "first" : "last")) > 0) return
    yield* nudge.wait(Option.some(sleepFor(yield* queue.untilNext, options.longestSleep)))
  }).pipe(
    Effect.catchCause((cause) => Effect.andThen(log.failed(cause), Effect.sleep(PAUSE_AFTER_ERROR)))
  )

  const beat = Effect.gen(function*() {
    yield* Effect.sleep(beatEvery)
    if (held.size === 0) return
    // One that hangs is worth nothing after the lease, and would hold up the next. Not so the sleep before it: a process
    // that stood still meanwhile would give up the very beat by which it learns what it has lost.
    const lost = yield* queue.heartbeat([...held.values()].map((run) => run.claim), options.lease).pipe(
      Effect.timeout(Duration.times(beatEvery, BEATS_PER_LEASE - 1))
    )
    for (const claim of lost) {
      const run = held.get(claim.taskId)
      if (run?.claim.fence !== claim.fence || settling.has(run)) continue
      yield* Effect.logWarning("The lease of a run was lost; it is stopped here").pipe(
        Effect.annotateLogs({ taskId: claim.taskId })
      )
      yield* countOne(engineMetrics.leasesLost)
      held.delete(claim.taskId)
      yield* FiberMap.remove(fibers, claim.taskId)
    }
  }).pipe(
    Effect.catchCause((cause) => warnInALine("A heartbeat failed", cause))
  )

  const drain = Effect.gen(function*() {
    draining = true
    yield* Effect.timeoutOption(FiberMap.awaitEmpty(fibers), options.drainWithin)
    yield* settler.giveUp
    yield* FiberMap.clear(fibers)
    const left = [...held.values()]
    if (left.length === 0) return
    yield* releaseRuns(left).pipe(
      Effect.catchCause((cause) => Effect.logWarning("Runs could not be handed back; their leases run out", cause))
    )
  })
  // Finalizers run in reverse: claiming stops first (it is forked below), heartbeats last.
  yield* Effect.forkScoped(Effect.forever(beat))
  yield* Effect.addFinalizer(() => drain)
  yield* Effect.forkScoped(Stream.runForEach(queue.wake, () => nudge.give))
  yield* Effect.forkScoped(Effect.forever(turn))
})
