import { type Document, DomHandler } from "domhandler"
import { Parser } from "htmlparser2"

/** 16 kB take less than a millisecond of an ordinary page and half a second of the worst one known. */
const pieceLength = 16_384

/**
 * Working time for one document. 2 MB of ordinary HTML take 0.1 s; one that nests hundreds of thousands of elements makes every
 * further tag a walk over all of them, and takes minutes. Too long is a timeout and no refusal: a busy machine is slow too.
 */
const budgetMs = 2_000

/** The elements of an HTML or XML document, with their places in the source; null where that takes too long. Never fails for being malformed. */
export const parseHtml = (html: string, options: { readonly xml: boolean } = { xml: false }): Document | null => {
  const handler = new DomHandler(undefined, { withStartIndices: true, withEndIndices: true })
  const parser = new Parser(handler, { xmlMode: options.xml, decodeEntities: true })
  const before = performance.now()
  for (let at = 0; at < html.length; at += pieceLength) {
    parser.write(html.slice(at, at + pieceLength))
    if (performance.now() - before > budgetMs) return null
  }
  parser.end()
  return handler.root
}
