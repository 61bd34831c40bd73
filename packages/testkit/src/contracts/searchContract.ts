import { assert, layer } from "@effect/vitest"
import { citedPages, Judgement, OnPagesRead, type Page, SearchError } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { type Law, registerLaws } from "../Law.ts"
import { SearchSubject } from "./SearchSubject.ts"

type Subject = SearchSubject["Service"]

const law = (name: string, check: (subject: Subject) => Effect.Effect<void, unknown>): Law<SearchSubject> => ({
  name,
  check: Effect.flatMap(SearchSubject, check)
})

/** A quote may break its lines otherwise than the page does. */
const squeezed = (text: string): string => text.replace(/\s+/g, " ").trim()

const judgeable = (subject: Subject) => [subject.met, subject.notMet, subject.partly]

export const searchLaws: ReadonlyArray<Law<SearchSubject>> = [
  law("a condition that the sources meet is met, on a verified quote and a source", ({ met, search }) =>
    Effect.gen(function*() {
      const judgement = yield* search.judge(met)
      assert.strictEqual(judgement.verdict, "met")
      assert.isNotEmpty(judgement.quotes.filter((quote) => quote.verified))
      assert.isNotEmpty(judgement.sources)
      assert.isNotEmpty(judgement.answer)
    })),
  law("a condition that the sources do not meet is not met", ({ notMet, search }) =>
    Effect.gen(function*() {
      assert.notStrictEqual((yield* search.judge(notMet)).verdict, "met")
    })),
  law("every verified quote is in the text read from its source", (subject) =>
    Effect.gen(function*() {
      for (const request of judgeable(subject)) {
        for (const quote of (yield* subject.search.judge(request)).quotes) {
          if (quote.verified) assert.include(squeezed(subject.textOf(quote.uri) ?? ""), squeezed(quote.text))
        }
      }
    })),
  law("when no source can be read there is an error and no judgement", ({ search, unreadable }) =>
    Effect.gen(function*() {
      assert.instanceOf(yield* Effect.flip(search.judge(unreadable)), SearchError)
    })),
  law("a source that could not be read is never evidence", ({ partly, search, unread }) =>
    Effect.gen(function*() {
      const judgement = yield* search.judge(partly)
      assert.notStrictEqual(judgement.verdict, "met")
      const used = [...judgement.quotes, ...judgement.sources, ...judgement.observations].map(({ uri }) => uri)
      assert.notInclude(used, unread)
    })),
  law("a judgement is complete and can be stored", (subject) =>
    Effect.gen(function*() {
      for (const request of judgeable(subject)) {
        const written = yield* Schema.encodeEffect(Judgement)(yield* subject.search.judge(request))
        yield* Schema.decodeEffect(Judgement)(written)
      }
    })),
  law("a verified quote comes with the passage around it, the instant and the hash of the read", (subject) =>
    Effect.gen(function*() {
      for (const request of judgeable(subject)) {
        for (const quote of (yield* subject.search.judge(request)).quotes) {
          if (!quote.verified) continue
          assert.isNotEmpty(quote.passage)
          assert.isAtMost(quote.passage.length, 600)
          assert.match(quote.pageHash, /^[0-9a-f]{64}$/)
        }
      }
    })),
  law("the page that a verified quote stands in is told to whoever keeps pages, as it was read", (subject) =>
    Effect.gen(function*() {
      for (const request of judgeable(subject)) {
        const pages: Array<Page> = []
        const judgement = yield* subject.search.judge(request).pipe(
          Effect.provideService(OnPagesRead, (read) => Effect.sync(() => void pages.push(...read)))
        )
        const wanted = judgement.quotes.filter((quote) => quote.verified).map(({ pageHash, readAt, uri }) => ({ uri, hash: pageHash, readAt }))
        const cited = citedPages(judgement, pages).map(({ hash, readAt, url }) => ({ uri: url, hash, readAt }))
        for (const quoted of wanted) assert.deepInclude(cited, quoted)
      }
    })),
  law("interrupting a judgement ends its requests", ({ hanging, open, search }) =>
    Effect.gen(function*() {
      const fiber = yield* Effect.forkChild(Effect.exit(search.judge(hanging)))
      // The request leaves after however many steps this search takes first; a search that never asks has ended.
      while ((yield* open) === 0 && fiber.pollUnsafe() === undefined) yield* Effect.yieldNow
      assert.isAbove(yield* open, 0)
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(yield* open, 0)
    }))
]

/**
 * Registers the contract suite of `Search` for one adapter. What a judgement must not speak of, notifying and
 * scheduling, has no field in it: that law is held by its type.
 *
 * @example
 * searchContract("web", Layer.effect(SearchSubject, scriptedQuestions).pipe(Layer.provide(FakeWeb.layer)))
 */
export const searchContract = <E>(name: string, subject: Layer.Layer<SearchSubject, E>): void =>
  layer(subject)(`Search contract (${name})`, (it) => registerLaws(it, searchLaws))
