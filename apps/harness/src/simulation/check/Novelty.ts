import type { Execution, Task } from "@vedette/domain"
import { isQuiet, quietOf } from "./quiet.ts"
import { isWorkers, type Step } from "./Step.ts"

/** Two prices nearer to each other than this are one; one that far beyond the limit re-arms at once. */
const SAME = 0.01

interface Memory {
  readonly question: string
  told: ReadonlyArray<number>
  falseReads: number
}

const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= SAME * Math.max(a, b)

const priceOf = ({ judgement }: Execution): { readonly price: number; readonly distance: number } | null => {
  const observation = judgement?.observations[0]
  return typeof observation?.value === "number" ? { price: observation.value, distance: observation.distance ?? 0 } : null
}

/**
 * The rule of `domain.md` on what is news, kept a second time and by other means: a price that was told is not told again
 * before the condition was seen false, and one telling is all that a `once` task has. And what is news is told, but in quiet
 * hours and where the run was asked not to.
 */
export const makeNovelty = () => {
  const memories = new Map<string, Memory>()
  const memoryOf = (id: string, { conditionDescription }: Task): Memory => {
    const known = memories.get(id)
    if (known?.question === conditionDescription) return known
    const fresh: Memory = { question: conditionDescription, told: [], falseReads: 0 }
    memories.set(id, fresh)
    return fresh
  }
  const ended = (execution: Execution, step: Step): ReadonlyArray<string> => {
    const before = step.before.tasks.get(execution.taskId)?.task
    const after = step.after.tasks.get(execution.taskId)?.task
    const read = priceOf(execution)
    if (before === undefined || after === undefined || read === null) return []
    // Answered for another question: nothing was learned of this one.
    if (execution.trace.some(({ step }) => step === "superseded")) return []
    const memory = memoryOf(execution.taskId, before)
    if (execution.judgement?.verdict === "not_met") {
      memory.falseReads += 1
      if (memory.falseReads >= 2 || Math.abs(read.distance) > SAME) memory.told = []
      return []
    }
    memory.falseReads = 0
    const quiet = quietOf(before.alerting.quietHours)
    const isHushed = quiet !== null && isQuiet(execution.completedAt?.epochMilliseconds ?? step.atMs, quiet)
    const isNews = !memory.told.some((price) => isSame(price, read.price))
    if (execution.notification === null) {
      return isNews && !isHushed && !execution.suppressNotifications ? [`${before.name} does not tell ${read.price}, which is news`] : []
    }
    const broken: Array<string> = isHushed ? [`${before.name} tells in its quiet hours`] : []
    if (execution.suppressNotifications) broken.push(`${before.name} tells though it was asked not to`)
    if (!isNews) broken.push(`${before.name} tells ${read.price} again, which is no news`)
    if (before.state === "active" && before.notify === "once" && after.state !== "completed") {
      broken.push(`${before.name} told what it was to tell once, and goes on`)
    }
    if (before.state !== "paused") memory.told = [...memory.told, read.price]
    return broken
  }
  return {
    commit: (step: Step): ReadonlyArray<string> => {
      const { after, before } = step
      if (!isWorkers(step)) {
        for (const [id, { task }] of after.tasks) {
          const old = before.tasks.get(id)?.task
          if (old?.state === "completed" && task.state === "active") memories.delete(id)
          else if (old !== undefined && old.conditionDescription !== task.conditionDescription) memories.delete(id)
        }
      }
      if (step.by === "owner" || before.executions === after.executions) return []
      return [...after.executions].flatMap(([id, execution]) =>
        execution.status === "success" && before.executions.get(id)?.status !== "success" ? ended(execution, step) : []
      )
    }
  }
}
