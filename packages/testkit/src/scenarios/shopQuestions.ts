import { nothingKnown, Search, type SearchRequest } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { SearchSubject } from "../contracts/SearchSubject.ts"
import { FakeWeb, type Responder } from "../fakes/FakeWeb.ts"
import { respond } from "../fakes/respond.ts"
import type { ModelSays } from "./SearchScenario.ts"

const cheap = "https://cheap.example/kettle"
const dear = "https://dear.example/kettle"
const walled = "https://walled.example/kettle"
const silent = "https://silent.example/kettle"
const nowhere = "https://nowhere.example/kettle"

const textOf = (price: string) => `Kettle XL\nA kettle for large kitchens, made of steel.\nThe Kettle XL costs $${price} here.`
const texts: Readonly<Record<string, string>> = { [cheap]: textOf("279.00"), [dear]: textOf("399.00") }

const asked = (sources: ReadonlyArray<string>): SearchRequest => ({
  searchQuery: "Kettle XL",
  conditionDescription: "costs less than 300 dollars",
  condition: null,
  sources,
  known: nothingKnown,
  earlierFindings: [],
  now: DateTime.makeUnsafe(0),
  deadline: DateTime.makeUnsafe(60_000)
})

/**
 * The questions of `searchContract` for a search by a model, and an honest one to ask: it says what it is shown or sent to look at.
 *
 * @param model.serve the stand-in at `model.url`, given what to say and which page to cite
 */
export const shopQuestions = (model: {
  readonly url: string
  readonly serve: (saysOf: (prompt: string) => { readonly says: ModelSays; readonly citations: ReadonlyArray<string> }) => Responder
}): Effect.Effect<SearchSubject["Service"], never, FakeWeb | Search> =>
  Effect.gen(function*() {
    const web = yield* FakeWeb
    for (const [url, text] of Object.entries(texts)) {
      yield* web.serve(url, respond.html(text.split("\n").map((line) => `<p>${line}</p>`).join("")))
    }
    yield* web.serve(walled, respond.html("<p>Please log in.</p><p>The Kettle XL costs $5.00 here.</p>", { status: 403 }))
    yield* web.serve(silent, respond.never())
    yield* web.serve(
      model.url,
      model.serve((prompt) => {
        const named = [cheap, dear, walled, silent, nowhere].filter((url) => prompt.includes(url))
        const isCheap = prompt.includes("$279.00") || named.includes(cheap)
        return {
          says: { verdict: isCheap ? "met" : "not_met", quotes: [`The Kettle XL costs $${isCheap ? "279.00" : "399.00"} here.`] },
          citations: named
        }
      })
    )
    return SearchSubject.of({
      search: yield* Search,
      met: asked([cheap]),
      notMet: asked([dear]),
      unreadable: asked([walled, nowhere]),
      partly: asked([dear, walled]),
      unread: walled,
      hanging: asked([silent]),
      textOf: (uri) => texts[uri] ?? null,
      open: web.open
    })
  })
