import type { StoreExamination, TaskFacts } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

type Examination = StoreExamination["Service"]

const broken = (
  defect: string,
  alter: (examination: Examination) => Partial<Examination>,
  ...breaks: BrokenStorage["breaks"]
): BrokenStorage =>
  brokenStorage(defect, ({ examination }) => ({ examination: { ...examination, ...alter(examination) } }), ...breaks)

const showing = (examination: Examination, change: (facts: TaskFacts) => TaskFacts): Partial<Examination> => ({
  of: (taskId) => Effect.map(examination.of(taskId), (seen) => ({ ...seen, facts: seen.facts.map(change) }))
})

/** Examinations of a store with one defect each, over the memory storage. */
export const brokenStoreExaminations: ReadonlyArray<BrokenStorage> = [
  broken(
    "begins every page anew",
    (examination) => {
      let pages = 0
      return { page: ({ limit }) => examination.page({ after: null, limit: pages++ < 5 ? limit : 0 }) }
    },
    "an examination walks all tasks by id, each once"
  ),
  broken(
    "believes that a task that is due is under no lease",
    (examination) => showing(examination, (facts) => facts.dueAt === null ? facts : { ...facts, leaseUntil: null }),
    "an examination shows what a task's rows say: its intent and lease, what is open, and what is owed"
  ),
  broken(
    "takes what is pending for due",
    (examination) => showing(examination, (facts) => ({ ...facts, undatedDeliveries: [] })),
    "an examination shows the deliveries that are not over, and those of them that are never due"
  ),
  broken(
    "finds timers missing where none are",
    () => ({ timers: Effect.succeed({ missing: 1, stray: 0 }) }),
    "repairing the timers of a sound store changes nothing that is claimable"
  )
]
