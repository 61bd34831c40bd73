import type { PreviewedTask } from "@vedette/domain"
import type { PreviewBody } from "@vedette/http-contract"
import { toGroundingSources, toResult } from "./toExecutionBody.ts"
import { toCadenceBody } from "./toTaskBody.ts"

type Found = Omit<PreviewBody, "name" | "search_query" | "condition_description" | "condition" | "sources" | "notify" | "cadence">

const found = (outcome: PreviewedTask["outcome"]): Found => {
  if (outcome._tag === "Failed") {
    return {
      verdict: null,
      result: null,
      grounding_sources: null,
      would_notify: false,
      notification: null,
      gates: [],
      next_run: null,
      next_run_reason: null,
      error_message: outcome.failure.message,
      error_category: outcome.failure.category,
      trace: []
    }
  }
  const { decision, judgement } = outcome
  const nextRun = decision.next?.at ?? null
  return {
    verdict: judgement.verdict,
    result: toResult(judgement, { changeSummary: decision.changeSummary, nextRun }),
    grounding_sources: toGroundingSources(judgement),
    would_notify: decision.tell,
    notification: decision.notification,
    gates: decision.gates.map(({ name, open, why }) => ({ name, open, why })),
    next_run: nextRun,
    next_run_reason: decision.next?.reason ?? null,
    error_message: null,
    error_category: null,
    trace: [...judgement.trace, ...decision.trace]
  }
}

/** For the drafter alone: nothing of it is stored. */
export const toPreviewBody = ({ outcome, task }: PreviewedTask): PreviewBody => ({
  name: outcome._tag === "Judged" ? outcome.decision.name : task.name,
  search_query: task.searchQuery,
  condition_description: task.conditionDescription,
  condition: task.condition,
  sources: task.sources,
  notify: task.notify,
  cadence: toCadenceBody(task.cadence),
  ...found(outcome)
})
