import { assert, describe, it } from "@effect/vitest"
import { type Page, type PageReader, PageReaderError, PageRefused } from "@vedette/domain"
import { failingLaws } from "@vedette/testkit/Law"
import { pageReaderContract, pageReaderLaws } from "@vedette/testkit/page-reader"
import * as Effect from "effect/Effect"
import * as Struct from "effect/Struct"
import { readerSubject } from "./readerSubject.ts"

pageReaderContract("web", readerSubject((reader) => reader))

type Reader = PageReader["Service"]
const changing = (change: (page: Page) => Page) => (reader: Reader): Reader => ({ read: (request) => Effect.map(reader.read(request), change) })
const empty = (url: string): Page => ({ url, finalUrl: url, title: null, readAt: null as never, hash: "", text: "", blocks: [], offers: [], selections: {} })

const broken: ReadonlyArray<readonly [what: string, alter: (reader: Reader) => Reader, breaks: string]> = [
  ["answers under another URL", changing((page) => ({ ...page, url: `${page.url}#top` })), "a page is read under the URL that was asked for, complete, and can be stored"],
  ["takes a wall for the page", (reader) => ({
    read: (request) => reader.read(request).pipe(Effect.catchIf((error) => error.reason._tag === "PageBlocked" && error.message.includes("human"), () => Effect.succeed(empty(request.url))))
  }), "a wall in front of a page is not the page"],
  ["has one hash for all", changing((page) => ({ ...page, hash: "0" })), "the same bytes have the same hash, and other text another"],
  ["leaves out what does not match", changing((page) => ({
    ...page,
    selections: Object.fromEntries(Object.entries(page.selections).filter(([, found]) => found !== null))
  })), "exactly the selectors that were asked for are answered, with null where nothing matches"],
  ["blames no selector", (reader) => ({
    read: (request) => reader.read(request).pipe(Effect.mapError((error) =>
      error.message.includes("selector") ? new PageReaderError({ url: error.url, reason: new PageRefused({ message: "It cannot be read." }) }) : error
    ))
  }), "a selector that is not valid is refused by its name"],
  ["takes half a document for a whole", changing(Struct.omit(["rest"])), "a document that ends in its middle says so, and one that is whole does not"],
  ["takes every page for a feed", changing((page) => ({ ...page, entries: page.entries ?? [] })), "a feed has its entries, and a page that is none has none"]
]

describe("readers that break a law", () => {
  it.effect.each(broken)("one that %s breaks that law and no other", ([, alter, breaks]) =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* failingLaws(pageReaderLaws, readerSubject(alter)), [breaks])
    }))
})
