import { nothingKnown, Search, type SearchRequest } from "@vedette/domain"
import { FakeWeb, respond } from "@vedette/testkit"
import { searchContract, SearchSubject } from "@vedette/testkit/search"
import { WebPageReader } from "@vedette/web-reader"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { PageSearch } from "../src/index.ts"

const cheap = "https://cheap.example/kettle"
const dear = "https://dear.example/kettle"
const walled = "https://walled.example/kettle"
const silent = "https://silent.example/kettle"
const nowhere = "https://nowhere.example/kettle"

const shop = (price: string) => ({
  text: `Kettle XL\nA kettle for large kitchens, made of steel.\nPrice: $${price}`,
  html: `<h1>Kettle XL</h1><p>A kettle for large kitchens, made of steel.</p><p>Price: $${price}</p>
  <script type="application/ld+json">{"@type":"Product","name":"Kettle XL","offers":{"price":"${price}","priceCurrency":"USD"}}</script>`
})
const shops: Readonly<Record<string, ReturnType<typeof shop>>> = { [cheap]: shop("279.00"), [dear]: shop("399.00") }

const asked = (sources: ReadonlyArray<string>): SearchRequest => ({
  searchQuery: "Kettle XL",
  conditionDescription: "costs less than 300 dollars",
  condition: "price < 300 USD",
  sources,
  known: nothingKnown,
  earlierFindings: [],
  now: DateTime.makeUnsafe(0),
  deadline: DateTime.makeUnsafe(60_000)
})

const subject = Layer.effect(
  SearchSubject,
  Effect.gen(function*() {
    const web = yield* FakeWeb
    for (const [url, { html }] of Object.entries(shops)) yield* web.serve(url, respond.html(html))
    yield* web.serve(walled, respond.html("<p>Please log in.</p><p>Price: $5.00</p>", { status: 403 }))
    yield* web.serve(silent, respond.never())
    return SearchSubject.of({
      search: yield* Search,
      met: asked([cheap]),
      notMet: asked([dear]),
      unreadable: asked([walled, nowhere]),
      partly: asked([dear, walled]),
      unread: walled,
      hanging: asked([silent]),
      textOf: (uri) => shops[uri]?.text ?? null,
      open: web.open
    })
  })
).pipe(
  Layer.provide(PageSearch.layer),
  Layer.provide(WebPageReader.layer()),
  Layer.provide(FakeWeb.layer)
)

searchContract("web", subject)
