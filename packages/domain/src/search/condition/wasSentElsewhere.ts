import type { Page } from "../../ports/PageReader.ts"

/** The parts of a path that name something, as they are compared: without the ending of a file and without a language. */
const segmentsOf = (url: string): ReadonlyArray<string> =>
  new URL(url).pathname.toLowerCase().split("/").map((segment) => segment.replace(/\.(?:html?|php|aspx?|jsp)$/u, ""))
    .filter((segment) => segment !== "" && !/^(?:index|home|default|[a-z]{2}(?:[-_][a-z]{2})?)$/u.test(segment))

/**
 * Whether a page that was asked for answered with another one. Sites send the visitors of a page that is gone to the front page, to its
 * category or to the successor: these lack words for another reason. Where the last part of the path goes on being named (`/p/123` to
 * `/en/p/123-koda`), it is the page under another address.
 */
export const wasSentElsewhere = ({ finalUrl, url }: Page): boolean => {
  if (!URL.canParse(url) || !URL.canParse(finalUrl)) return false
  const asked = segmentsOf(url).at(-1)
  if (asked === undefined) return false
  return !segmentsOf(finalUrl).some((segment) => segment.includes(asked) || asked.includes(segment) && segment.length > 3)
}
