import type { Attempt, Audience, Execution, Judgement, Observation, Usage } from "@vedette/domain"
import type { AttemptBody, ExecutionBody, ExecutionDetailBody } from "@vedette/http-contract"

export const toObservationBody = (o: Observation) => ({
  term: o.term,
  kind: o.kind,
  value: o.value,
  unit: o.unit,
  uri: o.uri,
  verdict: o.verdict,
  distance: o.distance
})

const toUsage = (usage: Usage) => ({
  pages: usage.pages,
  searches: usage.searches,
  model_calls: usage.modelCalls,
  tokens: usage.tokens,
  bytes: usage.bytes,
  cost_micro_usd: usage.costMicroUsd
})

export const toGroundingSources = (judgement: Judgement) =>
  judgement.sources.map(({ title, uri }) => ({ uri, title, url: uri }))

export const toResult = (
  judgement: Judgement,
  { changeSummary, nextRun }: Pick<Execution, "changeSummary" | "nextRun">
): NonNullable<ExecutionBody["result"]> => ({
  evidence: judgement.evidence,
  confidence: judgement.confidence,
  sources: judgement.sources.map(({ uri }) => uri),
  verdict: judgement.verdict,
  judged: judgement.judged,
  quotes: judgement.quotes.map((quote) => ({
    text: quote.text,
    uri: quote.uri,
    verified: quote.verified,
    read_at: quote.readAt,
    page_hash: quote.pageHash,
    passage: quote.passage
  })),
  observations: judgement.observations.map(toObservationBody),
  answer: judgement.answer,
  // The evidence is the reason; what could not be used weakens it, and a reader should know.
  reasoning: [judgement.evidence, ...judgement.degraded].join(" "),
  change_summary: changeSummary,
  next_run: nextRun,
  usage: toUsage(judgement.usage),
  model: judgement.model === null ? null : { name: judgement.model.name, prompt_version: judgement.model.promptVersion }
})

/** An execution as its reader may see it: an error's text is the owner's own. */
export const toExecutionBody = (execution: Execution, audience: Audience): ExecutionBody => ({
  id: execution.id,
  task_id: execution.taskId,
  status: execution.status,
  started_at: execution.startedAt,
  completed_at: execution.completedAt,
  result: execution.judgement === null ? null : toResult(execution.judgement, execution),
  notification: execution.notification,
  grounding_sources: execution.judgement === null ? null : toGroundingSources(execution.judgement),
  error_message: audience === "owner" ? execution.errorMessage : null,
  created_at: execution.createdAt
})

const toAttemptBody = (attempt: Attempt): AttemptBody => ({
  n: attempt.n,
  outcome: attempt.outcome,
  category: attempt.category,
  error_message: attempt.errorMessage,
  started_at: attempt.startedAt,
  ended_at: attempt.endedAt,
  usage: attempt.usage === null ? null : toUsage(attempt.usage)
})

/** The same with its tries, which are the owner's own. */
export const toExecutionDetailBody = (
  execution: Execution,
  attempts: ReadonlyArray<Attempt>,
  audience: Audience
): ExecutionDetailBody => ({
  ...toExecutionBody(execution, audience),
  ...(audience === "owner" ? { attempts: attempts.map(toAttemptBody) } : {})
})
