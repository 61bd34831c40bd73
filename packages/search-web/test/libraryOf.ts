import { type Offer, type Page, PageReader, PageReaderError, type PageReaderReason } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** A page as a reader gives it; its hash stands for its text. */
export const pageOf = (url: string, blocks: ReadonlyArray<string>, offers: ReadonlyArray<Offer> = []): Page => ({
  url,
  finalUrl: url,
  title: `Title of ${url}`,
  readAt: DateTime.makeUnsafe("2026-03-01T12:00:00Z"),
  hash: `hash of ${blocks.join("\n")}`,
  text: blocks.join("\n"),
  blocks: [...blocks],
  offers: [...offers],
  selections: {}
})

type Shelf = Page | PageReaderReason | Effect.Effect<Page>

/** A reader of known pages. What was asked for is in `asked`; `open` counts the reads under way, `most` the highest of that. */
export const libraryOf = (shelves: Readonly<Record<string, Shelf>>) => {
  const seen = { asked: [] as Array<string>, open: 0, most: 0 }
  const layer = Layer.succeed(PageReader, PageReader.of({
    read: ({ selectors, url }) =>
      Effect.acquireUseRelease(
        Effect.sync(() => {
          seen.asked.push(url)
          seen.open += 1
          seen.most = Math.max(seen.most, seen.open)
        }),
        () => {
          const shelf = shelves[url]
          const found: Effect.Effect<Page, PageReaderError> = shelf === undefined
            ? Effect.die(`no such page: ${url}`)
            // Tagged errors are effects too, so they are told apart first.
            : shelf instanceof Error
            ? Effect.fail(new PageReaderError({ url, reason: shelf }))
            : Effect.isEffect(shelf)
            ? shelf
            : Effect.succeed(shelf)
          return found.pipe(Effect.map((page) => ({ ...page, selections: Object.fromEntries(selectors.map((one) => [one, null])) })))
        },
        () => Effect.sync(() => void (seen.open -= 1))
      )
  }))
  return { layer, seen }
}
