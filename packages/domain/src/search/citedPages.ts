import type { CitedPage } from "../ports/PageArchive.ts"
import type { Page } from "../ports/PageReader.ts"
import type { Judgement } from "./Judgement.ts"

/**
 * Bytes. Storages look pages up by their addresses, and PostgreSQL's index holds 2,704 bytes a row; one page with a longer address
 * would keep those of all runs that are settled with it from being kept.
 */
export const LONGEST_CITED_URL = 2_400

const tooLong = (url: string): boolean => new TextEncoder().encode(url).length > LONGEST_CITED_URL

/** The pages whose text a verified quote stands in, each once, under the URL that the quote names; but for those of extremely long URLs. */
export const citedPages = (
  { quotes }: Pick<Judgement, "quotes">,
  pages: ReadonlyArray<Page>
): ReadonlyArray<Omit<CitedPage, "executionId">> => {
  const cited = new Map<string, Omit<CitedPage, "executionId">>()
  for (const { pageHash, uri, verified } of quotes) {
    const page = verified ? pages.find((page) => page.hash === pageHash && (page.url === uri || page.finalUrl === uri)) : undefined
    if (page !== undefined && !tooLong(uri)) cited.set(`${uri} ${page.hash}`, { url: uri, hash: page.hash, text: page.text, readAt: page.readAt })
  }
  return [...cited.values()]
}
