import { BudgetLedger, Notifiers, Policy, Search, type TaskId } from "@vedette/domain"
import { SeededRandom, TestSecrets } from "@vedette/testkit/fakes"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Random from "effect/Random"
import * as References from "effect/References"
import * as Scheduler from "effect/Scheduler"
import type { Company } from "../check/Company.ts"
import type { Examining } from "../check/examineSimulated.ts"
import type { Spending } from "../check/Spending.ts"
import { SOMEBODY, type Step } from "../check/Step.ts"
import { makeDice } from "../plan/Dice.ts"
import type { Deed, Plan, PlannedTask } from "../plan/Plan.ts"
import type { SimulatedStorage } from "../storage/SimulatedStorage.ts"
import type { VirtualTime } from "../time/VirtualTime.ts"
import { accountsCall, type AccountsDeed, setDefault } from "./accountsCall.ts"
import { createPlanned, ownersCall, type OwnersDeed } from "./ownersCall.ts"
import { type Door, makeDoor } from "./Door.ts"
import type { FaultTally } from "./FaultTally.ts"
import type { HistoryLog } from "./HistoryLog.ts"
import { policyOf } from "./policyOf.ts"
import { type Arrival, simulatedNotifiers } from "./Receivers.ts"
import { simulatedSearch } from "./simulatedSearch.ts"
import { type Alter, type Shared, type SimulatedWorker, startSimulatedWorker, throughDoor } from "./SimulatedWorker.ts"
import { createOwner, owners } from "./owners.ts"
import { makeOvertaking } from "./Overtaking.ts"
import { makeWorkersDeed } from "./workersDeed.ts"
import { makeWeather } from "./Weather.ts"

export interface WorldOptions {
  readonly plan: Plan
  readonly startMs: number
  readonly time: VirtualTime
  readonly storage: SimulatedStorage
  readonly history: HistoryLog
  readonly tally: FaultTally
  readonly spending: Spending
  readonly company: Company
  /** Whether anything is going on that a planned death should wait for. */
  readonly isHot: () => boolean
  readonly onCommit: (by: string) => void
  readonly onArrival: (arrival: Arrival) => void
  readonly alter?: Alter | undefined
}

/** A whole installation: processes around one storage, their owners, and what befalls them. */
export interface World {
  readonly workers: ReadonlyMap<string, SimulatedWorker>
  /** Whether a worker is up and free to work. */
  readonly isUp: (worker: SimulatedWorker) => boolean
  readonly isFine: () => boolean
  readonly taskIds: ReadonlyMap<string, TaskId>
  /** The storage past all doors, and so without any fault. */
  readonly pastDoors: Context.Context<Examining>
  readonly start: (worker: string) => void
  /** The accounts, before anything else. */
  readonly found: () => void
  readonly create: (task: PlannedTask) => void
  readonly doDeed: (deed: Deed) => void
  readonly onCommit: (step: Step) => void
  /** Ends every fault: what is dead is started, what is frozen goes on. */
  readonly calm: () => void
}

const quiet = Layer.mergeAll(Logger.layer([]), TestSecrets.layer)

export const makeWorld = Effect.fnUntraced(function*(options: WorldOptions) {
  const { alter = (outside) => outside, company, history, isHot, onArrival, onCommit, plan, spending, startMs, storage, tally, time } = options
  const weather = makeWeather(time, makeDice(plan.seed, "weather"), tally)
  const chance = makeDice(plan.seed, "chance")
  const built = yield* Layer.build(Layer.merge(quiet, SeededRandom.layer(plan.seed)))
  const ports = Context.add(storage.ports, BudgetLedger, spending.watched(Context.get(storage.ports, BudgetLedger)))
  const services = built.pipe(
    Context.add(Policy, policyOf(plan)),
    Context.add(Scheduler.Scheduler, time.scheduler),
    Context.add(References.TracerEnabled, false),
    Context.add(Random.Random, {
      nextIntUnsafe: () => chance.between(0, 2 ** 31),
      nextDoubleUnsafe: chance.next
    })
  )
  const overtaking = makeOvertaking()
  const workers = new Map<string, SimulatedWorker>()
  const lives = new Map<string, number>()
  const taskIds = new Map<string, TaskId>()
  const receivers = new Map<string, Readonly<Record<string, string>>>()

  const doorOf = (name: string, use: string): Door =>
    makeDoor({ name, time, dice: makeDice(plan.seed, use), tally, faults: weather.faults, isHot, onCommit, isSlowInside: storage.isSerial })
  const after = (ms: number, then: () => void) => void time.at(time.nowMs() + ms, "world", then)
  const searchOf = (name: string, door: Door): Search["Service"] =>
    simulatedSearch({
      plan,
      startMs,
      nowMs: time.nowMs,
      door,
      onModel: spending.called,
      judging: company.of(name),
      onKilled: (backAfterMs) => {
        company.killed(name)
        tally.count("killed by page")
        history.add(name, "killed by page")
        door.kill()
        after(backAfterMs, () => start(name))
      }
    })

  const start = (name: string) => {
    const settings = plan.workers.find((one) => one.name === name)
    const running = workers.get(name)
    if (settings === undefined || (running !== undefined && !running.door.isDead() && !running.hasStopped())) return
    const life = (lives.get(name) ?? 0) + 1
    lives.set(name, life)
    history.add(name, "starts")
    const door = doorOf(name, `${name} ${life}`)
    workers.set(
      name,
      startSimulatedWorker({
        outside: throughDoor(ports, services, door, alter),
        door,
        settings,
        perOwner: plan.perOwner,
        search: searchOf(name, door),
        notifiers: simulatedNotifiers(plan, startMs, time.nowMs, door, onArrival),
        hint: weather.hint
      })
    )
  }

  const ownersDoor = doorOf("owner", "owner")
  const notifiers = simulatedNotifiers(plan, startMs, time.nowMs, ownersDoor, onArrival)
  const ownersContext = throughDoor(ports, services, ownersDoor, alter).pipe(
    Context.add(Notifiers, notifiers),
    Context.add(Search, searchOf("owner", ownersDoor))
  )
  const fork = Effect.runForkWith(ownersContext)
  const call = <A, E extends { readonly _tag: string }>(
    what: string,
    work: Effect.Effect<A, E, Shared | Notifiers | Search>,
    then: (answer: A) => void = () => undefined
  ) => {
    fork(Effect.result(work)).addObserver((exit) => {
      if (Exit.isFailure(exit)) return history.add("owner", `${what}: ${String(exit.cause)}`)
      if (exit.value._tag === "Success") then(exit.value.success)
      history.add("owner", exit.value._tag === "Success" ? what : `${what}: ${exit.value.failure._tag}`)
    })
  }
  const ownersDeed = (deed: OwnersDeed) => {
    const task = plan.tasks.find(({ label }) => label === deed.task)
    const id = taskIds.get(deed.task)
    if (task === undefined || id === undefined) return
    const told = receivers.get(deed.task) ?? task.channels
    const wanted = deed.do === "redirect"
      ? { ...told, [deed.kind]: deed.receiver }
      : deed.do === "silence"
      ? Object.fromEntries(Object.entries(told).filter(([kind]) => kind !== deed.kind))
      : told
    call(`${deed.do} ${deed.task}`, ownersCall(deed, task, id, wanted), () => receivers.set(deed.task, wanted))
  }

  const accountsDeed = (deed: AccountsDeed) => {
    const what = deed.do === "consent" ? `${deed.how} ${deed.receiver}` : deed.do === "setDefault" ? `${deed.to.kind} to ${deed.to.receiver}, digest ${deed.to.digest}` : deed.kind
    call(`${deed.do} of ${deed.owner}: ${what}`, accountsCall(deed, deed.do === "consent" ? taskIds.get(deed.ofTask) : undefined))
  }

  const workersDeed = makeWorkersDeed({ after, company, history, overtaking, start, tally, workers })

  const enginesDeed = (how: Extract<Deed, { readonly do: "engine" }>["how"]) => {
    history.add("weather", how === "leases" ? "all leases end" : how === "timersLost" ? "all timers are gone" : "all timers are there twice")
    company.disturbed()
    tally.count(how)
    if (how === "leases") {
      fork(Effect.provideService(storage.endLeases, Clock.Clock, time.worldClock)).addObserver(() => onCommit(SOMEBODY))
      return
    }
    // What nothing wakes is found by the reconciler.
    weather.trouble(time.nowMs() + 2 * Math.max(...plan.workers.map(({ reconcileEveryMs }) => reconcileEveryMs)))
    fork(storage.mangleTimers(how === "timersLost" ? "lost" : "twice"))
  }

  const world: World = {
    workers,
    isUp: (worker) => !worker.door.isDead() && !worker.door.isFrozen() && !worker.isStopping() && !worker.hasStopped(),
    isFine: weather.isFine,
    taskIds,
    pastDoors: Context.merge(storage.ports, built).pipe(Context.add(Notifiers, notifiers), Context.add(Clock.Clock, time.worldClock)),
    start,
    found: () => {
      for (const owner of owners) {
        call(`account ${owner}`, createOwner(owner, startMs))
        for (const one of plan.defaults.filter((one) => one.owner === owner)) {
          call(`${one.kind} to ${one.receiver} by default, digest ${one.digest}`, setDefault(one))
        }
      }
    },
    create: (task) =>
      call(`creates ${task.label}`, createPlanned(task, startMs), (created) => void taskIds.set(task.label, created.task.id)),
    doDeed: (deed) => {
      if ("task" in deed) return ownersDeed(deed)
      if ("owner" in deed) return accountsDeed(deed)
      if ("worker" in deed) return workersDeed(deed)
      if (deed.do === "engine") return enginesDeed(deed.how)
      history.add("weather", deed.do === "store" ? `storage: ${JSON.stringify(deed.faults)} for ${deed.forMs} ms` : `hints ${deed.how} for ${deed.forMs} ms`)
      if (deed.do === "store") weather.storm(deed.faults, time.nowMs() + deed.forMs)
      else weather.muffle(deed.how, time.nowMs() + deed.forMs)
    },
    onCommit: overtaking.onCommit,
    calm: () => {
      history.add("weather", "calm from here on")
      weather.clear()
      for (const { name } of plan.workers) {
        const worker = workers.get(name)
        worker?.door.forgetMoments()
        worker?.door.setClock(0)
        worker?.door.thaw()
        start(name)
      }
    }
  }
  return world
})
