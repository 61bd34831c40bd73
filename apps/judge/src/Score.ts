import type { Verdict } from "@vedette/domain"
import type { JudgedCase } from "./judgeCase.ts"

const verdicts: ReadonlyArray<Verdict> = ["met", "not_met", "unclear"]

/** How the cases of one kind came out. */
export interface KindScore {
  readonly kind: string
  readonly cases: number
  /** Expected verdict, then the one given. */
  readonly confusion: Readonly<Record<Verdict, Readonly<Record<Verdict, number>>>>
  /** Of those called met, the share that is. Null where none was. */
  readonly precision: number | null
  /** Of those that are met, the share that was called so. Null where none is. */
  readonly recall: number | null
  /** Those that were judged as labelled, of all. */
  readonly accuracy: number
}

export interface Score {
  readonly total: KindScore
  readonly kinds: ReadonlyArray<KindScore>
}

const share = (part: number, whole: number): number | null => whole === 0 ? null : part / whole

const scoreOf = (kind: string, cases: ReadonlyArray<JudgedCase>): KindScore => {
  const count = (expected: Verdict | null, verdict: Verdict | null) =>
    cases.filter((one) => (expected === null || one.expected === expected) && (verdict === null || one.verdict === verdict)).length
  const row = (expected: Verdict) => ({ met: count(expected, "met"), not_met: count(expected, "not_met"), unclear: count(expected, "unclear") })
  return {
    kind,
    cases: cases.length,
    confusion: { met: row("met"), not_met: row("not_met"), unclear: row("unclear") },
    precision: share(count("met", "met"), count(null, "met")),
    recall: share(count("met", "met"), count("met", null)),
    accuracy: share(verdicts.reduce((sum, verdict) => sum + count(verdict, verdict), 0), cases.length) ?? 0
  }
}

/** Precision and recall of "met", and the table of confusions, for each kind and for all. */
export const score = (cases: ReadonlyArray<JudgedCase>): Score => ({
  total: scoreOf("all", cases),
  kinds: [...new Set(cases.map(({ kind }) => kind))].sort().map((kind) => scoreOf(kind, cases.filter((one) => one.kind === kind)))
})
