import type { Page } from "../../ports/PageReader.ts"
import { matchSubject } from "./matchSubject.ts"
import type { Subject } from "./Subject.ts"

/** Titles add the shop and its category: each part is a name by itself. */
const partsOf = (title: string): ReadonlyArray<string> =>
  title.split(/\s[|–—·•:»«]\s|\s-\s|[|»«]|:\s/u).map((part) => part.trim()).filter((part) => part !== "")

/** Whether a block speaks of the thing: `other` where it names a longer one. */
export const blockSubject = (block: string, subject: Subject) => matchSubject(block, subject)

/**
 * Whether a page is about the thing asked for, by its headings and its title. A page that names it nowhere, not even in its text, is
 * about something else; a page with a title that says nothing ("Shop") may be about it.
 */
export const pageSubject = (page: Page, subject: Subject): "same" | "other" | "unknown" => {
  const headings = (page.headings ?? []).map((heading) => matchSubject(heading, subject))
  if (headings.includes("same")) return "same"
  if (headings.includes("other")) return "other"
  const title = page.title === null ? [] : partsOf(page.title).map((part) => matchSubject(part, subject))
  if (title.includes("same")) return "same"
  if (title.includes("other")) return "other"
  if (subject.models.length === 0 && subject.names.length === 0) return "unknown"
  return page.blocks.some((block) => matchSubject(block, subject) === "same") ? "unknown" : "other"
}
