import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { brokenAtTheEnd } from "./check/brokenAtTheEnd.ts"
import { brokenInvariants } from "./check/brokenInvariants.ts"
import { makeCompany } from "./check/Company.ts"
import { makeConsents } from "./check/Consents.ts"
import { describeStep } from "./check/describeStep.ts"
import { examineSimulated } from "./check/examineSimulated.ts"
import { occurrencesIn } from "./check/occurrences.ts"
import { SOMEBODY } from "./check/Step.ts"
import { makeSpending } from "./check/Spending.ts"
import { emptyImage, type StoreImage } from "./check/StoreImage.ts"
import { makeNovelty } from "./check/Novelty.ts"
import { makeTelling } from "./check/Telling.ts"
import { makeWatch } from "./check/Watch.ts"
import { makeDice } from "./plan/Dice.ts"
import type { Plan } from "./plan/Plan.ts"
import { memoryStorage, type OpenStorage } from "./storage/SimulatedStorage.ts"
import { makeVirtualTime } from "./time/VirtualTime.ts"
import { makeDeeds } from "./world/Deeds.ts"
import { makeFaultTally } from "./world/FaultTally.ts"
import { type HistoryEntry, makeHistoryLog } from "./world/HistoryLog.ts"
import { isIdle, nextDueMs } from "./world/idle.ts"
import type { Arrival } from "./world/Receivers.ts"
import type { Alter } from "./world/SimulatedWorker.ts"
import { isCapped } from "./world/policyOf.ts"
import { makeWorld } from "./world/World.ts"

const START_MS = Date.UTC(2026, 0, 5, 8)

/** A program that knows when the next thing is due looks just then. */
const PUNCTUAL_MS = 200

/** The reconciler puts back what is due within ten minutes, and a program looks for that duty once a minute. */
const RECONCILED_AHEAD_MS = 5 * 60_000
const RECONCILED_WITHIN_MS = 90_000

/** The store check reads all of the store. */
const EXAMINED_EVERY = 10

/** Turns of the event loop in which no answer came and nothing went on. */
const QUIET_TURNS = 3

export interface SimulationReport {
  readonly plan: Plan
  readonly history: ReadonlyArray<HistoryEntry>
  /** What was found broken, in words, at the first step at which anything was; empty where all is well. */
  readonly broken: ReadonlyArray<string>
  /** Commits that were checked. */
  readonly steps: number
  readonly runs: number
  readonly told: number
  /** Store checks that were made, the last one at the end. */
  readonly examined: number
  /** How often each kind of fault befell something. */
  readonly faults: ReadonlyMap<string, number>
}

export interface SimulationOptions {
  /** Default: in memory. */
  readonly storage?: OpenStorage
  /** Breaks the processes on purpose. */
  readonly alter?: Alter
}

/**
 * Plays a plan to its end, or to the first step that breaks something. Checks every commit, every arrival, and before
 * time goes on that nothing waits for nobody; at the end that nothing is left undone. The same plan gives the same report.
 */
export const simulate = async (plan: Plan, options: SimulationOptions = {}): Promise<SimulationReport> => {
  const time = makeVirtualTime(START_MS)
  const scope = Scope.makeUnsafe()
  const storage = await Effect.runPromise(Scope.provide(options.storage ?? memoryStorage, scope))
  const history = makeHistoryLog(() => time.nowMs() - START_MS)
  const tally = makeFaultTally()
  const telling = makeTelling()
  const novelty = makeNovelty()
  const consents = makeConsents(START_MS)
  const spending = makeSpending(isCapped(plan))
  const company = makeCompany(time.nowMs)
  const watch = makeWatch(START_MS, plan.perOwner)
  const late = makeDice(plan.seed, "late")
  const broken: Array<string> = []
  const arrived: Array<Arrival> = []
  let image: StoreImage = emptyImage
  let hot = true
  let isDirty = false
  let steps = 0
  let told = 0
  let examined = 0
  let quietTurns = 0

  const seen = (by: string, after: StoreImage) => {
    if (after === image || broken.length > 0) return
    const step = { before: image, after, atMs: time.nowMs(), by }
    image = after
    steps += 1
    telling.commit(step)
    consents.commit(step)
    for (const line of describeStep(step)) history.add(by, line)
    for (const one of occurrencesIn(step)) tally.count(one)
    broken.push(...brokenInvariants(step, plan), ...novelty.commit(step), ...company.commit(step))
    deeds.onCommit(step)
    world.onCommit(step)
  }
  const takeArrivals = () => {
    for (const arrival of arrived.splice(0)) broken.push(...telling.arrive(arrival), ...consents.arrive(arrival, image))
  }
  const observe = (by: string) => {
    const after = storage.isSerial ? storage.image() : null
    if (after !== null && !(after instanceof Promise)) seen(by, after)
    else isDirty = true
  }
  /** Until nothing can go on without time, and then a look at what came of it where none was possible before. */
  const rest = async () => {
    time.settle()
    if (storage.isSerial) return
    for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
      await new Promise((resolve) => setImmediate(resolve))
      time.settle()
      if (storage.onTheirWay() > 0) quiet = -1
    }
    if (!isDirty) return takeArrivals()
    isDirty = false
    seen(SOMEBODY, await storage.image())
    takeArrivals()
    time.settle()
  }
  const world = await Effect.runPromise(Scope.provide(makeWorld({
    plan,
    startMs: START_MS,
    time,
    storage,
    history,
    tally,
    spending,
    company,
    isHot: () => hot,
    onCommit: observe,
    onArrival: (arrival) => {
      if (arrival.taken) told += 1
      history.add(arrival.address, `${arrival.taken ? "takes" : "gets"} ${arrival.event} "${arrival.answer}"`)
      arrived.push(arrival)
      if (storage.isSerial) takeArrivals()
    },
    alter: options.alter
  }), scope))
  const deeds = makeDeeds(plan, START_MS, time, world)
  for (const { name } of plan.workers) world.start(name)

  const examine = async () => {
    examined += 1
    broken.push(...await examineSimulated(world.pastDoors, tally.counts.has("timersTwice")))
  }

  /** Some of the idle programs look at once when something becomes due, the others at their next turn. */
  const lateness = (lengthMs: number) => late.between(0, late.chance(0.25) ? PUNCTUAL_MS : lengthMs)

  /** Until when idle programs may sleep: where a timer can be lost, not past the reconciler's turn before something is due. */
  const sleepsUntil = (dueMs: number, nowMs: number) => {
    const aheadMs = dueMs - nowMs
    if (storage.isSerial || aheadMs <= RECONCILED_AHEAD_MS - RECONCILED_WITHIN_MS) return dueMs
    return aheadMs > RECONCILED_AHEAD_MS ? dueMs - RECONCILED_AHEAD_MS : nowMs
  }

  const endMs = START_MS + plan.endMs
  while (broken.length === 0) {
    await rest()
    if (time.isSpinning()) {
      broken.push("something runs on and on, and lets no time pass")
      break
    }
    const nowMs = time.nowMs()
    if (nowMs >= endMs) break
    const up = [...world.workers.values()].filter(world.isUp)
    const isTroubled = up.length === 0 || !world.isFine()
    if (isTroubled) watch.disturbed(nowMs)
    if (!world.isFine()) company.disturbed()
    const longestSleepMs = Math.max(...plan.workers.map((worker) => worker.longestSleepMs))
    const room = up.reduce((sum, worker) => sum + company.places(image, nowMs, worker.settings), 0)
    broken.push(...spending.broken(), ...company.broken(image), ...watch.look(image, nowMs, longestSleepMs, room))
    hot = !isIdle(image, nowMs, world)
    if (!hot && watch.isCalm(nowMs) && ++quietTurns % EXAMINED_EVERY === 0) await examine()
    if (!hot) time.sleepPast(Math.min(sleepsUntil(nextDueMs(image, nowMs), nowMs), time.nextOfWorld() ?? Infinity, endMs), lateness)

    time.advance(endMs)
    // What falls due just now is work from the first moment on.
    hot = hot || !isIdle(image, time.nowMs(), world)
    if (!storage.isSerial) await storage.setTime(time.nowMs())
    time.ring()
    if (isTroubled) watch.disturbed(time.nowMs())
  }
  if (broken.length === 0) {
    broken.push(...brokenAtTheEnd(image, endMs), ...telling.unfulfilled(image, endMs))
    await examine()
  }
  // Whoever was stopped in the middle of a transaction gives its connection back while the storage closes.
  const pump = setInterval(time.settle)
  await Effect.runPromise(Scope.close(scope, Exit.void)).finally(() => clearInterval(pump))
  return { plan, history: history.entries, broken, steps, runs: image.executions.size, told, examined, faults: tally.counts }
}
