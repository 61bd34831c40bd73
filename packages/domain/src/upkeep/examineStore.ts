import * as Effect from "effect/Effect"
import type { TaskId } from "../ids.ts"
import { Notifiers } from "../ports/Notifier.ts"
import { StoreExamination, type TaskFacts } from "../ports/StoreExamination.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { repairTask } from "./repairTask.ts"
import { type ExaminedAt, storeInvariants } from "./storeInvariants.ts"

/** One thing that is not as it must be. */
export interface StoreFinding {
  readonly invariant: string
  /** Null: it is not about one task. */
  readonly taskId: TaskId | null
  readonly detail: string
  readonly repaired: boolean
}

export interface StoreReport {
  /** Tasks looked at. */
  readonly tasks: number
  readonly findings: ReadonlyArray<StoreFinding>
}

/** Rows read at once; a store of a million tasks is a thousand of these. */
const PAGE = 1_000

/** The invariants that one task breaks, by name, with what breaks them. Pure. */
export const brokenInvariants = (facts: TaskFacts, at: ExaminedAt): ReadonlyMap<string, string> =>
  new Map(storeInvariants.flatMap(({ broken, name }) => {
    const detail = broken(facts, at)
    return detail === null ? [] : [[name, detail] as const]
  }))

/** Looks at one task again under its lock, because it may have moved on, repairs what is broken still, and looks once more. */
const repair = Effect.fnUntraced(function*(taskId: TaskId, kinds: ReadonlySet<string>) {
  const examination = yield* StoreExamination
  const tasks = yield* TaskRepository
  const left = yield* UnitOfWork.use(({ transact }) => transact(Effect.gen(function*() {
    yield* tasks.lock(taskId)
    const { facts, now } = yield* examination.of(taskId)
    for (const one of facts) {
      const broken = brokenInvariants(one, { now, kinds })
      if (broken.size > 0) yield* repairTask(one, new Set(broken.keys()), { now, kinds })
    }
    const after = yield* examination.of(taskId)
    return after.facts.flatMap((one) => [...brokenInvariants(one, { now: after.now, kinds }).keys()])
  }))).pipe(
    // A task that cannot be read or written must not keep the others from being repaired.
    Effect.catch((error) =>
      Effect.as(Effect.logError("A task could not be repaired", error.message).pipe(Effect.annotateLogs({ taskId })), null))
  )
  return (invariant: string) => left !== null && !left.includes(invariant)
})

/**
 * Walks the whole store and answers every invariant it finds broken; with `fix` it repairs what can be repaired.
 *
 * Safe beside workers and servers at work: each task is judged by what one instant says of it, and repaired under its lock.
 */
export const examineStore = Effect.fn("examineStore")(function*(options: { readonly fix: boolean }) {
  const examination = yield* StoreExamination
  const kinds = new Set<string>((yield* Notifiers).keys())
  const findings: Array<StoreFinding> = []
  let tasks = 0
  let after: TaskId | null = null
  for (;;) {
    const page: Effect.Success<ReturnType<StoreExamination["Service"]["page"]>> = yield* examination.page({ after, limit: PAGE })
    tasks += page.facts.length
    for (const facts of page.facts) {
      const broken = brokenInvariants(facts, { now: page.now, kinds })
      if (broken.size === 0) continue
      const isRepaired = options.fix ? yield* repair(facts.taskId, kinds) : () => false
      for (const [invariant, detail] of broken) {
        findings.push({ invariant, taskId: facts.taskId, detail, repaired: isRepaired(invariant) })
      }
    }
    after = page.facts.at(-1)?.taskId ?? null
    if (page.facts.length < PAGE) break
  }
  const timers = yield* examination.timers
  if (timers.missing + timers.stray > 0) {
    if (options.fix) yield* examination.repairTimers
    const left = options.fix ? yield* examination.timers : timers
    const finding = (invariant: string, count: number, now: number, one: string, more: string) => {
      if (count > 0) findings.push({ invariant, taskId: null, detail: `${count} ${count === 1 ? one : more}`, repaired: now === 0 })
    }
    const unwoken = "that nothing will wake in time"
    finding("intent-has-a-timer", timers.missing, left.missing, `due task ${unwoken}`, `due tasks ${unwoken}`)
    finding("timer-has-an-intent", timers.stray, left.stray, "wake-up that no task wants", "wake-ups that no task wants")
  }
  const report: StoreReport = { tasks, findings }
  return report
})
