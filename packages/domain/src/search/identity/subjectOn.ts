import type { Page } from "../../ports/PageReader.ts"
import type { Subject } from "./Subject.ts"
import { nameTokens } from "./nameTokens.ts"
import { genericWords } from "./otherThingWords.ts"

/** Labels of a host that name nobody: `www.shop.example.co.uk`. */
const plainLabels = new Set("www shop store m en de fr com org net co io app dev".split(" "))

const hostWords = (url: string): ReadonlySet<string> => {
  const host = /^https?:\/\/([^/:?#]+)/iu.exec(url)?.[1]?.toLowerCase() ?? ""
  return new Set(host.split(".").slice(0, -1).flatMap((label) => plainLabels.has(label) ? [] : [label, label.replaceAll("-", "")]))
}

/** The names but for those that are the site's, alone or together: `Ash & Clay` at ashclay.example. */
const withoutSite = (names: ReadonlyArray<string>, site: ReadonlySet<string>): ReadonlyArray<string> => {
  for (let from = 0; from < names.length; from++) {
    for (let to = names.length; to > from; to--) {
      if (site.has(names.slice(from, to).join(""))) return [...names.slice(0, from), ...withoutSite(names.slice(to), site)]
    }
  }
  return names
}

/**
 * The subject as a page of some site knows it: "Hollowtide on Vapor" is the Hollowtide at vapor.example, whose pages need not say whose
 * they are. A site that is itself the thing keeps its name.
 */
export const subjectOn = (page: Page, subject: Subject | null): Subject | null => {
  if (subject === null) return null
  const site = hostWords(page.url)
  const names = withoutSite(subject.names, site)
  const [first] = nameTokens(subject.name)
  // The first word has its capital by rule, but where the site's name goes there may be no other.
  const named = names.length === 0 && subject.models.length === 0 && first?.capital === true && !genericWords.has(first.text) && !site.has(first.text) ? [first.text] : names
  return names.length === subject.names.length || (named.length === 0 && subject.models.length === 0) ? subject : { ...subject, names: named }
}
