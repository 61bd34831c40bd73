import {
  type Attempt,
  BudgetLedger,
  type Claim,
  ConsentRepository,
  type Delivery,
  DigestRepository,
  type ExecutionChange,
  ExecutionRepository,
  type Notification,
  Outbox,
  TaskRepository,
  UnitOfWork,
  WorkQueue
} from "@vedette/domain"
import { StoredState } from "@vedette/storage-memory"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import type { Alter } from "../src/simulation/world/SimulatedWorker.ts"

/** A way to get it wrong, and the words by which the simulation must find it out. */
export interface BrokenProcess {
  readonly defect: string
  readonly caughtAs: RegExp
  /** The first seed to try, where it takes a coincidence: a saving of time, no more. Default 1. */
  readonly from?: number
  readonly alter: Alter
}

/** Changes the work queue of a process, and leaves the rest. */
const queue = (change: (sound: WorkQueue["Service"]) => Partial<WorkQueue["Service"]>): Alter => (outside) => {
  const sound = Context.get(outside, WorkQueue)
  return Context.add(outside, WorkQueue, { ...sound, ...change(sound) })
}
const tasks = (change: (sound: TaskRepository["Service"]) => Partial<TaskRepository["Service"]>): Alter => (outside) => {
  const sound = Context.get(outside, TaskRepository)
  return Context.add(outside, TaskRepository, { ...sound, ...change(sound) })
}
const outbox = (change: (sound: Outbox["Service"]) => Partial<Outbox["Service"]>): Alter => (outside) => {
  const sound = Context.get(outside, Outbox)
  return Context.add(outside, Outbox, { ...sound, ...change(sound) })
}

/** Changes how often a run seems to have lost its worker, to whoever looks at the tries of one. */
const losses = (change: (lost: ReadonlyArray<Attempt>) => ReadonlyArray<Attempt>): Alter => (outside) => {
  const sound = Context.get(outside, ExecutionRepository)
  return Context.add(outside, ExecutionRepository, {
    ...sound,
    attempts: (ids) =>
      Effect.map(sound.attempts(ids), (all) =>
        ids.flatMap((id) => {
          const tries = all.filter(({ executionId }) => executionId === id)
          const lost = tries.filter(({ outcome }) => outcome === "lost" || outcome === "running")
          return [...tries.filter((one) => !lost.includes(one)), ...change(lost)]
        }))
  })
}

const notLost = (tries: ReadonlyArray<Attempt>): ReadonlyArray<Attempt> => tries.map((one) => ({ ...one, outcome: "released" }))

/** Whatever is written by a claim is written by the one that is live, as if fences did not count. */
const noFence: Alter = (outside) => {
  const repository = Context.get(outside, TaskRepository)
  const executions = Context.get(outside, ExecutionRepository)
  const work = Context.get(outside, WorkQueue)
  const asked = new Map<string, number>()
  return outside.pipe(
    Context.add(TaskRepository, {
      ...repository,
      lockClaimed: Effect.fnUntraced(function*(claims: ReadonlyArray<Claim>) {
        for (const claim of claims) asked.set(claim.taskId, claim.fence)
        const found = yield* Effect.forEach(claims, (claim) =>
          Effect.map(repository.lock(claim.taskId), (task) => Option.toArray(Option.map(task, (task) => ({ claim, task })))))
        return found.flat()
      })
    }),
    Context.add(ExecutionRepository, {
      ...executions,
      findMany: (ids) =>
        Effect.map(executions.findMany(ids), (rows) => rows.map((row) => ({ ...row, fence: asked.get(row.taskId) ?? row.fence }))),
      save: Effect.fnUntraced(function*(changes: ReadonlyArray<ExecutionChange>) {
        const stored = new Map((yield* executions.findMany(changes.map(({ execution }) => execution.id))).map((row) => [row.id, row]))
        yield* executions.save(changes.map(({ execution, from }) => ({
          execution,
          from: { ...from, fence: stored.get(execution.id)?.fence ?? from.fence }
        })))
      })
    }),
    Context.add(WorkQueue, { ...work, heartbeat: (claims, lease) => Effect.as(work.heartbeat(claims, lease), []) })
  )
}

/** Changes what is stored behind the ports' backs, where the storage lets one. */
const stored = (outside: Parameters<Alter>[0]): StoredState["Service"]["alter"] =>
  Option.match(Context.getOption(outside, StoredState), { onNone: () => () => Effect.void, onSome: ({ alter }) => alter })

/** The partial unique index is gone, and a run that is open is looked for where it has not arrived yet. */
const noIndex: Alter = (outside) => {
  const executions = Context.get(outside, ExecutionRepository)
  return Context.add(outside, ExecutionRepository, {
    ...executions,
    findOpen: (ids) => Effect.map(executions.findOpen(ids), (open) => open.filter(({ status }) => status !== "retrying")),
    insert: (rows) =>
      Effect.andThen(
        stored(outside)((state) => ({
          ...state,
          openExecutions: HashMap.removeMany(state.openExecutions, rows.map(({ taskId }) => taskId))
        })),
        executions.insert(rows)
      )
  })
}

/** Every statement of a settlement is a commit of its own. All other transactions are sound: what is caught is the settlement. */
const settlesInPieces: Alter = (outside) => {
  const sound = Context.get(outside, UnitOfWork)
  return Context.add(outside, UnitOfWork, {
    ...sound,
    transact: (work) =>
      Effect.flatMap(Effect.option(Effect.currentSpan), (span) =>
        Option.isSome(span) && span.value.name === "settleRuns" ? work : sound.transact(work))
  })
}

/** What is owed is written once the run is settled, in a transaction of its own. */
const owedAfterCommit: Alter = (outside) => {
  const unitOfWork = Context.get(outside, UnitOfWork)
  const sound = Context.get(outside, Outbox)
  const Owed = Context.Reference<Array<readonly [Notification, ReadonlyArray<Delivery>]> | null>("test/Owed", { defaultValue: () => null })
  return outside.pipe(
    Context.add(UnitOfWork, {
      ...unitOfWork,
      transact: (work) =>
        Effect.flatMap(Owed, (outer) => {
          if (outer !== null) return unitOfWork.transact(work)
          const owed: Array<readonly [Notification, ReadonlyArray<Delivery>]> = []
          return Effect.tap(
            unitOfWork.transact(Effect.provideService(work, Owed, owed)),
            () => Effect.forEach(owed, ([notification, deliveries]) => sound.owe(notification, deliveries))
          )
        })
    }),
    Context.add(Outbox, {
      ...sound,
      owe: (notification, deliveries) =>
        Effect.flatMap(Owed, (owed) => owed === null ? sound.owe(notification, deliveries) : Effect.sync(() => void owed.push([notification, deliveries])))
    })
  )
}

export const brokenProcesses: ReadonlyArray<BrokenProcess> = [
  { defect: "checks no fence", caughtAs: /that w\d holds|whose claim was lost|has changed|fence|tries/, alter: noFence },
  { defect: "has no unique index on open runs", caughtAs: /2 open executions/, alter: noIndex },
  {
    defect: "settles outside of a transaction",
    caughtAs: /has other tries than it should/,
    alter: settlesInPieces
  },
  { defect: "owes what is to be told after the commit", caughtAs: /decided to tell|tell of it/, alter: owedAfterCommit },
  {
    defect: "claims what another holds",
    caughtAs: /under the live lease of another/,
    alter: queue((sound) => {
      const claimed = new Set<Claim["taskId"]>()
      return {
        claim: Effect.fnUntraced(function*(options) {
          for (const id of claimed) if (yield* sound.isClaimed(id)) yield* sound.revoke(id)
          const claims = yield* sound.claim(options)
          for (const { taskId } of claims) claimed.add(taskId)
          return claims
        })
      }
    })
  },
  {
    defect: "takes a delivery while another tries it",
    caughtAs: /claimed a delivery under the live lease|had not claimed|told one event|do not add up|fence/,
    alter: (outside) =>
      outbox((sound) => ({
        claim: (options) =>
          Effect.andThen(stored(outside)((state) => ({ ...state, deliveryLeases: HashMap.empty() })), sound.claim(options))
      }))(outside)
  },
  {
    defect: "forgets when to look again",
    caughtAs: /nobody will ever look at it/,
    alter: queue((sound) => ({ settle: (settlements) => sound.settle(settlements.map(({ claim }) => ({ claim, next: null }))) }))
  },
  {
    defect: "forgets that the owner knows of a blind task",
    caughtAs: /told of its health again|tell of it/,
    alter: tasks((sound) => ({
      saveAll: (rows) =>
        sound.saveAll(rows.map((row) => row.health.status === "blind" ? { ...row, health: { ...row.health, status: "degraded" } } : row))
    }))
  },
  {
    defect: "forgets what it has told",
    caughtAs: /which is no news/,
    alter: tasks((sound) => ({ saveAll: (rows) => sound.saveAll(rows.map((row) => ({ ...row, known: { ...row.known, told: [] } }))) }))
  },
  {
    defect: "says that it has sent what it has not",
    caughtAs: /told nothing, though it says so/,
    alter: outbox((sound) => ({
      save: (delivery, attempt) =>
        sound.save(delivery.status === "failed" ? { ...delivery, status: "sent", lastError: null } : delivery, attempt)
    }))
  },
  {
    defect: "gives no run up that its worker left",
    caughtAs: /nobody closes the run/,
    from: 15,
    alter: queue(() => ({ abandoned: Effect.succeed([]) }))
  },
  {
    defect: "writes to who has unsubscribed",
    caughtAs: /has unsubscribed/,
    alter: (outside) => {
      const sound = Context.get(outside, ConsentRepository)
      return Context.add(outside, ConsentRepository, { ...sound, optOuts: () => Effect.succeed([]) })
    }
  },
  {
    defect: "calls models without a look at the budget",
    caughtAs: /nothing was reserved/,
    alter: (outside) => Context.add(outside, BudgetLedger, { ...Context.get(outside, BudgetLedger), reserve: () => Effect.succeed(null) })
  },
  {
    defect: "passes the word of a failure on to nobody",
    caughtAs: /nobody says so/,
    alter: outbox((sound) => ({
      owe: (notification, deliveries) => notification.event === "delivery_failed" ? Effect.void : sound.owe(notification, deliveries)
    }))
  },
  {
    defect: "begins a second digest for each message",
    caughtAs: /gathers twice/,
    alter: (outside) => {
      const sound = Context.get(outside, DigestRepository)
      return Context.add(outside, DigestRepository, {
        ...sound,
        open: (fresh) => Effect.as(stored(outside)((state) => ({ ...state, digests: HashMap.set(state.digests, fresh.id, fresh) })), fresh)
      })
    }
  },
  {
    defect: "runs what kills it beside others",
    caughtAs: /has cost \d workers, beside/,
    from: 8,
    alter: losses((lost) => lost.length < 6 ? notLost(lost) : lost)
  },
  {
    defect: "gives up what has cost three workers, whatever ran beside it",
    caughtAs: /is given up that has cost \d workers/,
    from: 8,
    alter: losses((lost) => lost.length < 3 ? lost : [...lost, ...lost])
  },
  {
    defect: "gives no run up that kills it",
    caughtAs: /is given another/,
    from: 8,
    alter: losses(notLost)
  },
  {
    defect: "lets its leases run out, so that its runs count as lost",
    caughtAs: /has killed nobody/,
    alter: queue(() => ({ heartbeat: () => Effect.succeed([]) }))
  }
]
