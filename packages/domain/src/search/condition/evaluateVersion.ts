import type { Page } from "../../ports/PageReader.ts"
import type { KnownState } from "../../task/KnownState.ts"
import type { Subject } from "../identity/Subject.ts"
import { compareVersions, isPrerelease } from "../version/compareVersions.ts"
import { readVersions } from "../version/readVersions.ts"
import type { VersionReading } from "../version/VersionReading.ts"
import type { Comparison, Condition } from "./Condition.ts"
import { decided } from "./decided.ts"
import { type Evaluation, unclear } from "./Evaluation.ts"
import { evidenceConfidence } from "./evidenceConfidence.ts"
import { termOf } from "./termOf.ts"
import { wasReadBefore } from "./wasReadBefore.ts"

type VersionTerm = Extract<Condition, { readonly _tag: "Version" }>

const tests: Readonly<Record<Comparison, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
  "==": (order) => order === 0,
  "!=": (order) => order !== 0
}

const confidences = {
  selected: evidenceConfidence.selected,
  entry: evidenceConfidence.entryFound,
  stated: evidenceConfidence.stated,
  prose: evidenceConfidence.prose
} as const

/**
 * The newest version that a source says is out, against the one asked for. A release candidate is no release, unless the condition
 * names one itself.
 */
export const evaluateVersion = (term: VersionTerm, page: Page, known: KnownState, subject: Subject | null): Evaluation => {
  const readings = readVersions(page, term.place.selector, subject)
  if (typeof readings === "string") return unclear(`${page.url}: ${readings}`)
  const released = isPrerelease(term.version) ? readings : readings.filter((reading) => !isPrerelease(reading.version))
  // Said twice, it is as sure as where it is said best.
  const sureness = ({ kind }: VersionReading): number => kind === "structured" ? evidenceConfidence.structuredOnce : confidences[kind]
  const [newest] = [...released].sort((a, b) => compareVersions(b.version, a.version) || sureness(b) - sureness(a))
  if (newest === undefined) return unclear(`${page.url}: it names versions before a release only (${readings[0]?.version ?? "none"})`)
  const read = { term: termOf(term, page.url), value: newest.version, unit: null }
  const seenBefore = wasReadBefore(known, read)
  const holds = tests[term.comparison](compareVersions(newest.version, term.version))
  // A newer one may stand in the rest: that it is new enough is certain all the same.
  if (page.rest !== undefined && term.place.selector === null && !(holds && (term.comparison === ">" || term.comparison === ">="))) {
    return unclear(`${page.url}: it was not read to its end, and ${newest.version} is the newest version before it`)
  }
  const said = `the newest version is ${newest.version}`
  return decided({
    observation: { ...read, kind: "version", uri: page.url, holds, distance: null },
    confidence: newest.kind === "structured"
      ? seenBefore ? evidenceConfidence.structuredTwice : evidenceConfidence.structuredOnce
      : confidences[newest.kind],
    quotes: [newest.quote],
    finding: `The newest version named is ${newest.version}${page.title === null ? "" : ` (${page.title})`}.`,
    reason: `${page.url}: ${said}, from ${newest.origin}; ${term.comparison} ${term.version} ${holds ? "holds" : "does not hold"}`
  })
}
