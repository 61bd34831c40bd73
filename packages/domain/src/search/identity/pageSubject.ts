import type { Page } from "../../ports/PageReader.ts"
import { matchSubject } from "./matchSubject.ts"
import type { Subject } from "./Subject.ts"

/** Titles add the shop and its category: each part is a name by itself. */
export const partsOf = (title: string): ReadonlyArray<string> =>
  title.split(/\s[|–—·•:»«]\s|\s-\s|[|»«]|:\s/u).map((part) => part.trim()).filter((part) => part !== "")

/** A page that lists what was looked for speaks of many things, whatever its title names, and so does one that writes about a thing. */
const listing = /\b(?:search(?:ing)?|results?|category|categories|tagged|archives?|compar(?:e|ing|ison)|best|top \d+|rumou?rs?|leaks?|everything we know|what to expect|reviews?|reviewed|hands-on|versus|vs|suchergebnisse|résultats|resultados|risultati|zoekresultaten)\b/iu
const isListing = (page: Page): boolean => [page.title ?? "", ...page.headings ?? []].some((heading) => listing.test(heading))

/**
 * Whether a page is about the thing asked for, by its headings and its title: `other` where they name a longer one, `absent` where it
 * is named nowhere, not even in the text. A page with a title that says nothing ("Shop") may be about it.
 */
export const pageSubject = (page: Page, subject: Subject): "same" | "other" | "absent" | "unknown" => {
  const headings = (page.headings ?? []).map((heading) => matchSubject(heading, subject))
  if (headings.includes("same")) return "same"
  if (headings.includes("other")) return "other"
  const title = page.title === null ? [] : partsOf(page.title).map((part) => matchSubject(part, subject))
  if (title.includes("same")) return "same"
  if (title.includes("other")) return "other"
  if (subject.models.length === 0 && subject.names.length === 0) return "unknown"
  return page.blocks.some((block) => matchSubject(block, subject) === "same") ? "unknown" : "absent"
}

/**
 * Whether a line that does not name the thing may still be about it: on its own page, and where nothing says what a page is about. On
 * a page that only mentions the thing (a list, a category) a line speaks of whatever it stands beside.
 */
export const speaksForPage = (page: Page, subject: Subject | null): boolean => {
  if (subject === null || (subject.models.length === 0 && subject.names.length === 0)) return true
  if (isListing(page) && !listing.test(subject.name)) return false
  const own = pageSubject(page, subject)
  return own === "same" || (own === "unknown" && page.title === null && (page.headings ?? []).length === 0)
}

/** Whether what a page says without a name is not to be taken for the thing's. */
export const isAboutOther = (page: Page, subject: Subject | null): boolean =>
  subject !== null && ["other", "absent"].includes(pageSubject(page, subject))
