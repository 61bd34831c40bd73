import type { Usage } from "../search/Judgement.ts"
import type { FinishedRun } from "./Run.ts"

/** What a try has cost; null where nobody can say, and where it was not made. */
export const usageOf = ({ outcome }: FinishedRun): Usage | null =>
  outcome._tag === "Judged" ? outcome.judgement.usage : outcome._tag === "Failed" ? outcome.failure.usage ?? null : null
