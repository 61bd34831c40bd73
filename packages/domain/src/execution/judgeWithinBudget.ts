import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { Policy } from "../Policy.ts"
import { BudgetLedger, type BudgetWindow, type Spending } from "../ports/BudgetLedger.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import type { StorageError } from "../ports/StorageError.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { addUsage } from "../search/addUsage.ts"
import { noUsage, type Usage } from "../search/Judgement.ts"
import { OnCutOff } from "../search/OnCutOff.ts"
import { windowEnd } from "./budgetWindows.ts"
import { judgeRun } from "./judgeRun.ts"
import type { FinishedRun, JudgedRun, Run } from "./Run.ts"

const whose: Readonly<Record<BudgetWindow, string>> = {
  task_day: "Today's budget of this task",
  user_day: "Today's budget of your account",
  month: "This month's budget of this installation"
}

const uncapped = (caps: { readonly tokens: number | null; readonly microUsd: number | null }): boolean =>
  caps.tokens === null && caps.microUsd === null

/** What a try has cost; null where nobody can say, and then all of what was reserved counts. */
const usageOf = ({ outcome }: JudgedRun): Usage | null =>
  outcome._tag === "Judged" ? outcome.judgement.usage : outcome.failure.usage === undefined ? null : outcome.failure.usage

const spentOf = (usage: Usage, reserved: Spending): Spending => ({
  tokens: usage.tokens,
  // A price that is not known is no price of nothing.
  microUsd: usage.costMicroUsd ?? (usage.modelCalls + usage.searches === 0 ? 0 : reserved.microUsd)
})

const unledgered = (run: Run, error: StorageError): FinishedRun => ({
  run,
  outcome: {
    _tag: "Failed",
    failure: {
      category: "system_error",
      message: "What may still be spent could not be looked up.",
      retryAfterMs: null,
      internal: error.message,
      usage: noUsage
    }
  }
})

/** Whoever ends the try does not know what it has cost. */
const keepWithTry = (run: Run, usage: Usage) =>
  ExecutionRepository.use((executions) =>
    executions.tellUsage([{ executionId: run.execution.id, fence: run.claim.fence, usage }])
  ).pipe(Effect.catchCause((cause) => Effect.logWarning("What a try has cost could not be kept with it", cause)))

/** `judgeRun`; one that is stopped tells what it may have cost, where the search side says so (`OnCutOff`). */
const judgeTelling = (run: Run, onStopped: (usage: Usage) => Effect.Effect<void>) =>
  Effect.suspend(() => {
    let cutOff: Usage | null = null
    return judgeRun(run).pipe(
      Effect.provideService(OnCutOff, (usage) => Effect.sync(() => void (cutOff = addUsage(cutOff ?? noUsage, usage)))),
      Effect.onInterrupt(() => cutOff === null ? Effect.void : Effect.andThen(onStopped(cutOff), keepWithTry(run, cutOff)))
    )
  })

/**
 * `judgeRun`, if the budgets allow it: what a run may cost at most is reserved in every window before, and what it has cost is settled
 * after. Where a window is used up the run is not made, and comes to `Deferred`.
 *
 * Typed conditions are judged without a model and reserve nothing. A run that is stopped on the way counts with what it may have cost
 * where the search side says so, and keeps it with its try. One whose worker dies, and one whose cost nobody knows, stays counted with all that it had
 * reserved until the window ends: a reservation that the next claim gave back would let a run that kills its worker spend without an end.
 */
export const judgeWithinBudget = Effect.fn("judgeWithinBudget")(function*(run: Run) {
  const policy = yield* Policy
  const { month, run: perRun, taskDay, userDay } = policy.budget
  if (run.task.condition !== null || [taskDay, userDay, month].every(uncapped)) {
    const free: FinishedRun = yield* judgeTelling(run, () => Effect.void)
    return free
  }
  const ledger = yield* BudgetLedger
  const unitOfWork = yield* UnitOfWork
  const reservation = { executionId: run.execution.id, fence: run.claim.fence }
  const amount: Spending = { tokens: perRun.tokens ?? 0, microUsd: perRun.microUsd ?? 0 }
  const reserve = Effect.gen(function*() {
    const at = yield* unitOfWork.now
    const usedUp = yield* ledger.reserve({
      ...reservation,
      taskId: run.task.id,
      userId: run.task.userId,
      amount,
      caps: { task_day: taskDay, user_day: userDay, month },
      at
    })
    return { at, usedUp }
  })
  const begun = yield* Effect.result(reserve)
  if (begun._tag === "Failure") return unledgered(run, begun.failure)
  const { at, usedUp } = begun.success
  if (usedUp !== null) {
    const deferred: FinishedRun = {
      run,
      outcome: { _tag: "Deferred", until: windowEnd(usedUp, at), why: `${whose[usedUp]} for models and searches is used up.` }
    }
    return deferred
  }
  const settle = (usage: Usage) =>
    ledger.settle(reservation, spentOf(usage, amount)).pipe(
      Effect.catchCause((cause) => Effect.logWarning("A budget could not be settled; what was reserved stays counted", cause))
    )
  // A worker that stops, or has lost its lease: what was not spent is there for whoever makes the run again.
  const judged = yield* judgeTelling(run, settle)
  const usage = usageOf(judged)
  if (usage !== null) yield* settle(usage)
  const finished: FinishedRun = judged
  return finished
})

/** When a deferred run is looked at again, in words. */
export const deferredUntil = (until: DateTime.Utc): string => `It is looked at again from ${DateTime.formatIso(until).slice(0, 16)}Z.`
