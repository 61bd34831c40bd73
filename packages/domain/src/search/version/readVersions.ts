import * as DateTime from "effect/DateTime"
import type { Page } from "../../ports/PageReader.ts"
import { quoteAround } from "../condition/quoteAround.ts"
import { saidAt } from "../condition/saidAt.ts"
import { isoInstant } from "../date/isoInstant.ts"
import { hedgeIn } from "../identity/hedgeIn.ts"
import { isAboutOther } from "../identity/pageSubject.ts"
import { relevantTo } from "../identity/relevantTo.ts"
import type { Subject } from "../identity/Subject.ts"
import { isVersion } from "./compareVersions.ts"
import { isAddOn } from "./isAddOn.ts"
import { isLongerName } from "./isLongerName.ts"
import type { VersionReading } from "./VersionReading.ts"
import { isDated, versionsIn } from "./versionsIn.ts"
import { versionsInProse } from "./versionsInProse.ts"
import { versionsOfEntries } from "./versionsOfEntries.ts"

const fromSelection = (page: Page, selector: string): ReadonlyArray<VersionReading> | string => {
  const selection = saidAt(page, selector)
  if (typeof selection === "string") return selection
  const { text } = selection
  const hedge = hedgeIn(text)
  if (hedge !== null) return `${selector} shows a version beside “${hedge}”`
  const found = versionsIn(text).filter(({ version }) => !isDated(version))
  const dotted = found.filter(({ version }) => version.includes("."))
  const [first, ...others] = dotted.length > 0 ? dotted : found
  if (first === undefined) return `${selector} shows no version`
  if (others.some(({ version }) => version !== first.version)) return `${selector} shows several versions`
  return [{ kind: "selected", version: first.version, quote: quoteAround(text, first.start, first.end), origin: selector }]
}

/** The versions of the subject that a page says are out, or in words why none can be taken. */
export const readVersions = (page: Page, selector: string | null, subject: Subject | null): ReadonlyArray<VersionReading> | string => {
  if (selector !== null) return fromSelection(page, selector)
  const given = relevantTo(page.versions ?? [], page, subject)
  if (typeof given === "string") return given
  // A registry may list a release before its day.
  const structured = given.filter(({ at, name }) =>
    (name === null || !isLongerName(name, subject)) && !(at !== undefined && (isoInstant(at)?.start ?? 0) > DateTime.toEpochMillis(page.readAt)))
  const [other] = given
  if (other !== undefined && structured.length === 0) return `its version is that of “${other.name?.slice(0, 80)}”`
  const ahead = (page.dates ?? []).some(({ at, kind }) => kind === "release" && (isoInstant(at)?.start ?? 0) > DateTime.toEpochMillis(page.readAt))
  if (structured.length > 0 && ahead) return "its structured data date the release ahead"
  if (structured.length > 0) {
    return structured.filter(({ version }) => isVersion(version)).map(({ snippet, version }) =>
      ({ kind: "structured", version, quote: snippet, origin: "structured data" })
    )
  }
  const entries = versionsOfEntries(page, subject)
  if (entries.length > 0) return entries
  if (page.entries !== undefined) return "no entry of the feed names a version"
  // Of a document of fields each has its meaning, and prose has none of it.
  if (page.kind === "json") return "none of its fields says which version is out"
  if (isAboutOther(page, subject)) return `the page is not about “${subject?.name.slice(0, 80)}”`
  if (isAddOn(page, subject)) return `the page is about what is made for “${subject?.name.slice(0, 80)}”`
  const prose = versionsInProse(page, subject)
  return prose.length === 0 ? "nothing on it says which version is out" : prose
}
