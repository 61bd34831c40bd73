import type { CitedPage } from "../ports/PageArchive.ts"
import type { Page } from "../ports/PageReader.ts"
import type { Judgement } from "./Judgement.ts"

/** The pages whose text a verified quote stands in, each once, under the URL that the quote names. */
export const citedPages = (
  { quotes }: Pick<Judgement, "quotes">,
  pages: ReadonlyArray<Page>
): ReadonlyArray<Omit<CitedPage, "executionId">> => {
  const cited = new Map<string, Omit<CitedPage, "executionId">>()
  for (const { pageHash, uri, verified } of quotes) {
    const page = verified ? pages.find((page) => page.hash === pageHash && (page.url === uri || page.finalUrl === uri)) : undefined
    if (page !== undefined) cited.set(`${uri} ${page.hash}`, { url: uri, hash: page.hash, text: page.text, readAt: page.readAt })
  }
  return [...cited.values()]
}
