import type { WebHit } from "@vedette/domain"

const maxText = 500

const isPage = (url: string): boolean => {
  if (!URL.canParse(url)) return false
  const { password, protocol, username } = new URL(url)
  return /^https?:$/u.test(protocol) && username === "" && password === ""
}

/** Titles and snippets come with mark-up and entities of the engine's own making. */
const plain = (text: string): string =>
  text.replace(/<\/?(?:strong|b|em|mark|span)[^>]*>/giu, "").replace(/\s+/gu, " ").trim().slice(0, maxText)

/** One page by whatever place in it an engine points to. */
const pageOf = (url: string): string => {
  const page = new URL(url)
  page.hash = ""
  return page.href
}

/** Hits that are pages, each once, best first, in plain words. */
export const cleanedHits = (hits: ReadonlyArray<WebHit>, limit: number): ReadonlyArray<WebHit> => {
  const seen = new Set<string>()
  return hits.filter(({ url }) => isPage(url) && !seen.has(pageOf(url)) && seen.add(pageOf(url))).slice(0, limit)
    .map(({ snippet, title, url }) => ({ url, title: plain(title), snippet: plain(snippet) }))
}
