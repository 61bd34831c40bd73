import { type Execution, executionLifecycle, isTerminal } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as References from "effect/References"
import type { PlannedWorker } from "../plan/Plan.ts"
import type { Step } from "./Step.ts"
import type { StoreImage } from "./StoreImage.ts"

/** A run that has cost so many workers has one to itself from then on, and is given up when it has cost so many in all. */
const ALONE_AFTER = 3
const GIVEN_UP_AFTER = 6

/** Goes around each judgement of a process, from its beginning to whatever end. */
export type Judging = <A, E, R>(judgement: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/**
 * Follows what each process judges side by side, where it does so: the store cannot tell a run that its worker has let go
 * from one that it makes. The rule of what runs alone, and when it is given up, is kept here a second time.
 */
export interface Company {
  /** For a process, as long as it lives. */
  readonly of: (worker: string) => Judging
  /** It has died of a page that it judged. */
  readonly killed: (worker: string) => void
  /** Something else than a page cost, or may have cost, a run its worker until now. */
  readonly disturbed: () => void
  /** How many runs a worker may make at the moment: it takes nothing more beside one that runs alone, or while one waits for that. */
  readonly places: (image: StoreImage, nowMs: number, worker: PlannedWorker) => number
  readonly commit: (step: Step) => ReadonlyArray<string>
  /** What was found of processes since this was last asked. */
  readonly broken: (image: StoreImage) => ReadonlyArray<string>
}

interface Judged {
  readonly worker: string
  readonly executionId: string
  readonly sinceMs: number
}

const costOf = (image: StoreImage, executionId: string, until = Infinity): number =>
  (image.attempts.get(executionId) ?? []).filter(({ n, outcome }) => outcome === "lost" && n < until).length

/** Workers that a run had cost when this one began to judge it. */
const costBefore = (image: StoreImage, { executionId, sinceMs, worker }: Judged): number => {
  const made = image.attempts.get(executionId)?.findLast((one) => one.worker === worker && one.startedAt.epochMilliseconds <= sinceMs)
  return costOf(image, executionId, made?.n)
}

export const makeCompany = (nowMs: () => number): Company => {
  const hands = new Map<string, Set<Judged>>()
  const killers = new Set<string>()
  /** Open runs that are to be made alone. */
  const suspects = new Set<string>()
  let disturbedMs = -Infinity
  let meetings: Array<readonly [Judged, Judged]> = []
  const taskOf = ({ executions, tasks }: StoreImage, executionId: string) => tasks.get(executions.get(executionId)?.taskId ?? "")
  const nameOf = (image: StoreImage, executionId: string) => taskOf(image, executionId)?.task.name ?? "a deleted task"

  const changed = (image: StoreImage, id: string, { status }: Execution): ReadonlyArray<string> => {
    const tries = image.attempts.get(id) ?? []
    const cost = costOf(image, id)
    if (cost >= ALONE_AFTER && !isTerminal(executionLifecycle, status)) suspects.add(id)
    else suspects.delete(id)
    if (status === "running" && cost >= GIVEN_UP_AFTER) return [`a run of ${nameOf(image, id)} has cost ${cost} workers, and is given another`]
    if (status !== "failed" || tries.at(-1)?.outcome !== "lost") return []
    if (cost < GIVEN_UP_AFTER) return [`a run of ${nameOf(image, id)} is given up that has cost ${cost} workers`]
    const aloneSince = tries.filter(({ outcome }) => outcome === "lost")[ALONE_AFTER]?.startedAt
    return killers.has(id) || disturbedMs >= (aloneSince?.epochMilliseconds ?? Infinity) ? [] : [`a run of ${nameOf(image, id)} is given up that has killed nobody`]
  }
  return {
    of: (worker) => {
      const inHand = new Set<Judged>()
      hands.set(worker, inHand)
      return (judgement) =>
        // A search is not told whose run it serves; the log is.
        Effect.flatMap(References.CurrentLogAnnotations, ({ executionId }) => {
          const one: Judged = { worker, executionId: String(executionId), sinceMs: nowMs() }
          for (const other of inHand) meetings.push([one, other], [other, one])
          inHand.add(one)
          return Effect.ensuring(judgement, Effect.sync(() => inHand.delete(one)))
        })
    },
    killed: (worker) => {
      for (const { executionId } of hands.get(worker) ?? []) killers.add(executionId)
    },
    disturbed: () => {
      disturbedMs = nowMs()
    },
    places: (image, nowMs, { concurrency, name }) => {
      const inHand = hands.get(name) ?? new Set()
      if (inHand.size === 0 || suspects.size === 0) return concurrency
      const waits = [...suspects].some((id) => {
        const task = taskOf(image, id)
        return task !== undefined && (task.leaseUntilMs ?? task.dueMs ?? Infinity) <= nowMs
      })
      return waits || [...inHand].some(({ executionId }) => suspects.has(executionId)) ? inHand.size : concurrency
    },
    commit: ({ after, before }) => {
      if (before.attempts === after.attempts && before.executions === after.executions) return []
      return [...after.executions].flatMap(([id, execution]) =>
        before.executions.get(id) === execution && before.attempts.get(id) === after.attempts.get(id) ? [] : changed(after, id, execution))
    },
    broken: (image) => {
      const met = meetings
      meetings = []
      return met.flatMap(([one, other]) =>
        costBefore(image, one) < ALONE_AFTER ? [] : [
          `${one.worker} judges a run of ${nameOf(image, one.executionId)}, which has cost ${costBefore(image, one)} workers, beside one of ${nameOf(image, other.executionId)}`
        ])
    }
  }
}
