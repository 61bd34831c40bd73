import type { Page } from "../../ports/PageReader.ts"
import { quoteAround } from "../condition/quoteAround.ts"
import { hedgeIn } from "../identity/hedgeIn.ts"
import { matchSubject } from "../identity/matchSubject.ts"
import type { Subject } from "../identity/Subject.ts"
import { isPrerelease } from "./compareVersions.ts"
import { isLongerName } from "./isLongerName.ts"
import { foreign, statedIn, unfinished } from "./statedIn.ts"
import type { VersionReading } from "./VersionReading.ts"
import { isDated, versionsIn } from "./versionsIn.ts"

/** What an entry says of a version that its title only names. */
const notYet = /\b(?:not yet (?:out|released|available)|scheduled for|release candidate|unreleased|yanked|withdrawn|will be (?:released|available)|coming soon)\b/iu

/** The versions that the entries of a feed tell of. */
export const versionsOfEntries = (page: Page, subject: Subject | null): ReadonlyArray<VersionReading> =>
  (page.entries ?? []).flatMap(({ text, title }) => {
    if (notYet.test(text.slice(0, 300))) return []
    // In a feed of releases a title is little more than the version.
    const bare = versionsIn(title).filter(({ version }) => !isDated(version) && version.includes("."))
    const own = subject === null || matchSubject(title, subject) !== "other"
    const stated = statedIn(title, subject)
    const short = title.trim().split(/\s+/u).length <= 4 && hedgeIn(title) === null && !foreign.test(title) && !(unfinished.test(title) && !versionsIn(title).some(({ version }) => isPrerelease(version)))
    const found = (stated.length > 0 ? stated : short ? bare : []).filter(({ start }) => !isLongerName(title.slice(0, start), subject))
    return own ? found.map(({ end, start, version }) => ({ kind: "entry" as const, version, quote: quoteAround(title, start, end), origin: "the feed" })) : []
  })
