import type { Observation, Verdict } from "../Judgement.ts"

/** A condition, or a part of one, against what was read. */
export interface Evaluation {
  readonly verdict: Verdict
  /** 0..100, from the kind of evidence. */
  readonly confidence: number
  /** `verdict` of each is the truth of its term as it stands in the condition: a `not` around it turns it over. */
  readonly observations: ReadonlyArray<Observation>
  /** Literal pieces of what was read, for the parts that decided the verdict. */
  readonly quotes: ReadonlyArray<{ readonly text: string; readonly uri: string }>
  /** For the owner: plain sentences of fact, for the parts that decided the verdict. True whatever `not` stands around them. */
  readonly findings: ReadonlyArray<string>
  /** For the trace: what was read where, and what was not usable and why. */
  readonly reasons: ReadonlyArray<string>
}

/** Nothing can be concluded. Confidence 0..10: of the evidence, and there is next to none. */
export const unclear = (reason: string, confidence = 0): Evaluation => ({
  verdict: "unclear",
  confidence,
  observations: [],
  quotes: [],
  findings: [],
  reasons: [reason]
})

const opposite: Readonly<Record<Verdict, Verdict>> = { met: "not_met", not_met: "met", unclear: "unclear" }

/** Kleene's not: what is unclear stays so, and so does the confidence in the evidence. */
export const negate = (evaluation: Evaluation): Evaluation => ({
  ...evaluation,
  verdict: opposite[evaluation.verdict],
  observations: evaluation.observations.map((observation) => ({
    ...observation,
    verdict: opposite[observation.verdict]
  }))
})

/**
 * One observation a term: a run remembers one, but each of the entries that are news, because each is a fact to be told. Where a term was compared twice (`price > 100 and price < 300`), the one that
 * speaks for the verdict is kept, and of those the one nearest its limit, because hysteresis must not see a margin that is not there.
 */
const onePerTerm = (observations: ReadonlyArray<Observation>, verdict: Verdict): ReadonlyArray<Observation> => {
  const rank = (observation: Observation) => (observation.verdict === verdict ? 0 : 1)
  const distance = (observation: Observation) => Math.abs(observation.distance ?? 0)
  const kept = new Map<string, Observation>()
  for (const observation of observations) {
    const isNews = observation.kind === "entry" && observation.verdict === "met"
    const name = isNews ? `${observation.term} = ${String(observation.value)}` : observation.term
    const other = kept.get(name)
    const better = other === undefined || rank(observation) < rank(other) ||
      (rank(observation) === rank(other) && distance(observation) < distance(other))
    if (better) kept.set(name, observation)
  }
  return [...kept.values()]
}

const join = (
  operands: ReadonlyArray<Evaluation>,
  /** The verdict that any one operand forces. */
  forcing: "met" | "not_met"
): Evaluation => {
  if (operands.length === 0) return unclear("there is nothing to judge")
  const verdict = operands.some((operand) => operand.verdict === forcing)
    ? forcing
    : operands.some((operand) => operand.verdict === "unclear")
    ? "unclear"
    : opposite[forcing]
  const deciding = operands.filter((operand) => operand.verdict === verdict)
  const confidences = deciding.map((operand) => operand.confidence)
  return {
    verdict,
    // One operand that forces the verdict is enough, so the best counts; elsewhere all are needed, so the weakest does.
    confidence: verdict === forcing ? Math.max(...confidences) : Math.min(...confidences),
    observations: onePerTerm(operands.flatMap((operand) => operand.observations), verdict),
    quotes: deciding.flatMap((operand) => operand.quotes),
    findings: [...new Set(deciding.flatMap((operand) => operand.findings))],
    reasons: [...new Set(operands.flatMap((operand) => operand.reasons))]
  }
}

/**
 * Kleene's and, or. Laws: De Morgan's hold for verdict, confidence, quotes and findings; the order of operands changes
 * neither verdict nor confidence; an operand that is unclear never makes another verdict out of one.
 */
export const every = (operands: ReadonlyArray<Evaluation>): Evaluation => join(operands, "not_met")
export const some = (operands: ReadonlyArray<Evaluation>): Evaluation => join(operands, "met")
