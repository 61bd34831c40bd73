import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Page } from "./PageReader.ts"

/** A piece of a page, as it stands there. */
export interface Passage {
  /** The `url` of its page. */
  readonly uri: string
  readonly text: string
}

/**
 * Chooses the passages of pages that speak of a question.
 *
 * Laws
 * - A passage is a literal piece of its page's text.
 * - At most `limit` passages and `maxChars` characters in all; of each page that speaks of the question at least one, where they fit.
 * - Where nothing in them shares a word with the question, because they are in two languages or it names nothing, the beginnings of the pages,
 *   each page's in turn: that a page is not understood by its words is no reason not to show it.
 * - The same pages and question give the same passages in the same order.
 */
export class Retriever extends Context.Service<Retriever, {
  readonly retrieve: (wanted: {
    readonly question: string
    readonly pages: ReadonlyArray<Page>
    readonly limit: number
    readonly maxChars: number
  }) => Effect.Effect<ReadonlyArray<Passage>>
}>()("@vedette/domain/ports/Retriever") {}
