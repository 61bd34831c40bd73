import type * as DateTime from "effect/DateTime"
import { type Judgement, type TraceStep, type Usage } from "../Judgement.ts"
import type { PagesRead } from "../readPages.ts"
import { withoutCredentials } from "../withoutCredentials.ts"

/**
 * What a run comes to that found nothing for a model to judge: no passage that speaks of the question, or none that it has not judged
 * already. Nobody judged, so what is known stays known and nobody is told.
 */
export const nothingNew = (
  read: PagesRead,
  { degraded, nextDateAt, passages, trace, usage }: {
    readonly passages: number
    /** When a date that the passages or the question name begins or ends next. */
    readonly nextDateAt: DateTime.Utc | null
    readonly usage: Usage
    readonly trace: ReadonlyArray<TraceStep>
    readonly degraded: ReadonlyArray<string>
  }
): Judgement => {
  const said = passages === 0
    ? "The pages were read and nothing in them speaks of the question."
    : "No new documents since the last run."
  return {
    verdict: "unclear",
    judged: "not_judged",
    confidence: 0,
    answer: said,
    evidence: said,
    quotes: [],
    sources: read.pages.map((page) => ({ uri: page.url, title: page.title ?? page.url })),
    observations: [],
    topic: null,
    expectedAt: null,
    nextDateAt,
    degraded: [...degraded, ...read.failed.map(({ url, why }) => `${withoutCredentials(url)} could not be read: ${why}`)],
    usage,
    model: null,
    trace: [...trace, { step: "judge", detail: `not judged: the model was not asked, because ${passages === 0 ? "nothing that was read speaks of the question" : "it has judged all that was read"}` }]
  }
}
