import type { Execution } from "@vedette/domain"
import type { Step } from "./Step.ts"

const DAY_MS = 24 * 3_600_000
/** Over which the runs of a window that opens are spread. */
const SPREAD_MS = 10 * 60_000

const isDeferred = ({ status, trace }: Execution): boolean => status === "cancelled" && trace.some(({ step }) => step === "budget")

/** A run that the budget did not allow says so, and its task is looked at when the window opens. Whoever is not told knows why. */
export const brokenByDeferrals = ({ after, before }: Step): ReadonlyArray<string> => {
  if (before.executions === after.executions) return []
  return [...after.executions].flatMap(([id, execution]) => {
    if (before.executions.get(id) === execution || !isDeferred(execution) || before.executions.get(id)?.status === "cancelled") return []
    const task = after.tasks.get(execution.taskId)
    const broken: Array<string> = []
    const label = task?.task.name ?? "a deleted task"
    if (execution.errorMessage === null) broken.push(`${label}: a run that the budget did not allow does not say so`)
    if (task?.task.state !== "active") return broken
    const { nextRun } = execution
    if (nextRun === null) broken.push(`${label}: a run that the budget did not allow says nothing of the next`)
    else if (task.task.dueReason?.startsWith("the budget is used up") === true && nextRun.epochMilliseconds % DAY_MS > SPREAD_MS) {
      broken.push(`${label} is looked at again at ${nextRun.toString()}, which is no beginning of a window`)
    }
    return broken
  })
}
