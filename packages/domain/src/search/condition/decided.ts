import type { Observation } from "../Judgement.ts"
import { evidenceConfidence } from "./evidenceConfidence.ts"
import type { Evaluation } from "./Evaluation.ts"

/** The evaluation of a term that could be read. What no literal quote supports is held below what is told. */
export const decided = (read: {
  readonly observation: Omit<Observation, "verdict"> & { readonly holds: boolean }
  /** What else the same term holds of, on the same page. */
  readonly further?: ReadonlyArray<Pick<Observation, "value" | "entry">>
  readonly confidence: number
  readonly quotes: ReadonlyArray<string>
  readonly finding: string
  readonly reason: string
}): Evaluation => {
  const { holds, ...observation } = read.observation
  const verdict = holds ? "met" : "not_met"
  const quotes = read.quotes.filter((text) => text.trim() !== "").map((text) => ({ text, uri: observation.uri }))
  return {
    verdict,
    confidence: quotes.length > 0 ? read.confidence : Math.min(read.confidence, evidenceConfidence.unquoted),
    observations: [observation, ...read.further ?? []].map((one) => ({ ...observation, ...one, verdict })),
    quotes,
    findings: [read.finding],
    reasons: [quotes.length > 0 ? read.reason : `${read.reason}; nothing on the page can be quoted for it`]
  }
}
