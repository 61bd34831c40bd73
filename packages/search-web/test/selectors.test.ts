import { assert, describe, it } from "@effect/vitest"
import { nothingKnown, Search } from "@vedette/domain"
import { FakeWeb, respond } from "@vedette/testkit"
import { WebPageReader } from "@vedette/web-reader"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { PageSearch } from "../src/index.ts"

const url = "https://shop.example/kettle"
const live = PageSearch.layer.pipe(Layer.provide(WebPageReader.layer()), Layer.provideMerge(FakeWeb.layer))

const judge = (selector: string) =>
  Effect.gen(function*() {
    yield* (yield* FakeWeb).serve(url, respond.html("<p>A kettle for large kitchens.</p><p class=price>$279.00</p>"))
    return yield* (yield* Search).judge({
      searchQuery: "Kettle XL",
      conditionDescription: "",
      condition: `price(page, ${JSON.stringify(selector)}) < 300 USD`,
      sources: [url],
      known: nothingKnown,
      earlierFindings: [],
      now: DateTime.makeUnsafe(0),
      deadline: DateTime.makeUnsafe(60_000)
    })
  }).pipe(Effect.provide(live))

describe("selectors", () => {
  it.effect("one that matches is judged", () => judge(".price").pipe(Effect.map(({ verdict }) => assert.strictEqual(verdict, "met"))))

  it.effect("one that matches nothing is the page's doing: unclear, and the page is named once", () =>
    Effect.gen(function*() {
      const { evidence, verdict } = yield* judge(".cost")
      assert.strictEqual(verdict, "unclear")
      assert.lengthOf(evidence.split(url), 2)
      assert.include(evidence, "nothing matches .cost")
    }))

  it.effect.each(["div[", "###", ":has(", "p:nth-child("])("%s is its author's doing: the user's to mend, by its name", (selector) =>
    Effect.gen(function*() {
      const { reason } = yield* Effect.flip(judge(selector))
      assert.strictEqual(reason._tag, "SearchMisconfigured")
      assert.include(reason.message, `The selector "${selector}" is not valid CSS.`)
    }))
})
