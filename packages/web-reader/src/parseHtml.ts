import { PageTimedOut } from "@vedette/domain"
import { type Document, DomHandler } from "domhandler"
import * as Effect from "effect/Effect"
import { Parser } from "htmlparser2"

/**
 * 16 kB take less than a millisecond of an ordinary page and half a second of the worst one known. Between two such pieces the event loop runs, so that no page, however
 * made, holds up the heartbeat of a lease.
 */
const pieceLength = 16_384

/**
 * Working time for one document. 2 MB of ordinary HTML take 0.1 s; one that nests hundreds of thousands of elements makes every
 * further tag a walk over all of them, and takes minutes. Too long is a timeout and no refusal: a busy machine is slow too.
 */
const budgetMs = 2_000

/** The elements of an HTML document, with their places in the source, in bounded time. Never fails for being malformed. */
export const parseHtml = Effect.fnUntraced(function*(html: string) {
  let document: Document | undefined
  const handler = new DomHandler(() => {
    document = handler.root
  }, { withStartIndices: true, withEndIndices: true })
  const parser = new Parser(handler)
  let spentMs = 0
  for (let at = 0; at < html.length; at += pieceLength) {
    // Not Effect's clock: this measures work, which no test's clock moves.
    const before = performance.now()
    parser.write(html.slice(at, at + pieceLength))
    spentMs += performance.now() - before
    if (spentMs > budgetMs) {
      return yield* new PageTimedOut({ message: "The document takes too long to be taken apart." })
    }
    yield* Effect.yieldNow
  }
  parser.end()
  return document ?? handler.root
})
