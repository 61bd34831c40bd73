import { assert, it } from "@effect/vitest"
import { HttpFetch, nothingKnown, Search, type SearchRequest, WebSearch } from "@vedette/domain"
import { OutboundHttpFetch } from "@vedette/outbound"
import { FakeWeb, respond } from "@vedette/testkit"
import { type Cassette, cassetteFile, CassettePlayer, CassetteRecorder, recordCassette, replayCassette } from "@vedette/testkit/cassette"
import { saidInChat } from "@vedette/testkit/search"
import { chatServer, openStandIn } from "@vedette/testkit/stand-ins"
import { Bm25Retriever, WebPageReader } from "@vedette/web-reader"
import * as Cause from "effect/Cause"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { OpenAiSearch } from "../src/index.ts"

const key = "a-key-of-no-known-shape"
const baseUrl = "https://model.example/v1"
const shop = "https://shop.example/koda-2"
const sentence = "The Koda 2 is in our shops from today."

const request: SearchRequest = {
  searchQuery: "Koda 2",
  conditionDescription: "the Koda 2 can be bought in shops",
  condition: null,
  sources: [shop],
  known: nothingKnown,
  earlierFindings: [],
  now: DateTime.makeUnsafe(0),
  deadline: DateTime.makeUnsafe(60_000)
}

const web = FakeWeb.layer.pipe(Layer.tap((context) =>
  FakeWeb.use((web) =>
    Effect.all([
      web.serve(shop, respond.html(`<p>${sentence}</p>`, { headers: { "set-cookie": "session=secret" } })),
      web.serve(
        `${baseUrl}/chat/completions`,
        chatServer({ models: ["small"], key, answer: (asked) => saidInChat({ verdict: "met", quotes: [sentence] }, asked) })
      )
    ])
  ).pipe(Effect.provideContext(context))
))

const search = <A, E, R>(http: Layer.Layer<HttpFetch | A, E, R>) =>
  OpenAiSearch.layer({ baseUrl, apiKey: Redacted.make(key), model: "small", price: null }).pipe(
    Layer.provide([
      Layer.succeed(WebSearch, WebSearch.of({ costMicroUsd: 0, search: () => Effect.succeed([]) })),
      Bm25Retriever.layer,
      WebPageReader.layer()
    ]),
    Layer.provideMerge(http)
  )
const judge = Search.use((search) => search.judge(request))

const recorded = Effect.gen(function*() {
  const judgement = yield* judge
  const cassette: Cassette = yield* Effect.flatMap(CassetteRecorder, (recorder) => recorder.cassette)
  return { judgement, cassette }
}).pipe(Effect.provide(search(recordCassette({ secrets: [key] }).pipe(Layer.provide(web)))))

it.effect("a run replays to the same judgement without a web, though its fences are random", () =>
  Effect.gen(function*() {
    const { cassette, judgement } = yield* recorded
    const [replayed, unplayed] = yield* Effect.all([judge, Effect.flatMap(CassettePlayer, (player) => player.unplayed)]).pipe(
      Effect.provide(search(replayCassette(cassette, { secrets: [key] })))
    )
    assert.deepStrictEqual(replayed, judgement)
    assert.isEmpty(unplayed)
  }))

it.effect("no key and no cookie is on a cassette, by whatever header it went", () =>
  Effect.gen(function*() {
    const text = JSON.stringify((yield* recorded).cassette)
    assert.include(text, sentence)
    for (const secret of [key, "session=secret", "uthorization", "set-cookie"]) assert.notInclude(text, secret)
  }))

it.effect("what was not recorded dies, and so does asking once more than then", () =>
  Effect.gen(function*() {
    const { cassette } = yield* recorded
    const player = search(replayCassette(cassette))
    const twice = yield* Effect.exit(Effect.andThen(judge, judge).pipe(Effect.provide(player)))
    assert.isTrue(twice._tag === "Failure" && Cause.pretty(twice.cause).includes("The cassette has no answer"))
    const other = { ...request, sources: ["https://other.example/"] }
    const unknown = yield* Effect.exit(Search.use((search) => search.judge(other)).pipe(Effect.provide(player)))
    assert.strictEqual(unknown._tag, "Failure")
  }))

it.live("what came compressed is kept as the text it is, without the key in it", () =>
  Effect.gen(function*() {
    const text = `${sentence} Yours, ${key}`
    const headers = { "content-encoding": "gzip", "content-type": "text/plain" }
    const url = yield* openStandIn(() => Effect.succeed({ headers, body: gzipSync(text) }))
    const fetched = HttpFetch.use((http) => http.fetch({ url }))
    const cassette = yield* Effect.andThen(fetched, Effect.flatMap(CassetteRecorder, (recorder) => recorder.cassette)).pipe(
      Effect.provide(recordCassette({ secrets: [key] }).pipe(Layer.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: true }))))
    )
    assert.deepInclude(cassette.tracks[0]?.response, { encoding: "utf8", body: `${sentence} Yours, [scrubbed]`, headers: { "content-type": "text/plain" } })
    const replayed = yield* fetched.pipe(Effect.provide(replayCassette(cassette)))
    assert.strictEqual(new TextDecoder().decode(replayed.body), `${sentence} Yours, [scrubbed]`)
  }))

it.effect("a file is recorded where it is missing, replayed where it is there", () =>
  Effect.gen(function*() {
    const folder = yield* Effect.acquireRelease(
      Effect.sync(() => mkdtempSync(join(tmpdir(), "cassette-"))),
      (path) => Effect.sync(() => rmSync(path, { recursive: true }))
    )
    const file = join(folder, "nested", "koda.json")
    const ci = process.env["CI"]
    delete process.env["CI"]
    const first = yield* judge.pipe(Effect.provide(search(cassetteFile(file, { secrets: [key] }).pipe(Layer.provide(web)))))
    assert.notInclude(readFileSync(file, "utf8"), key)
    // An empty web: every answer comes from the file.
    const second = yield* judge.pipe(Effect.provide(search(cassetteFile(file, { secrets: [key] }).pipe(Layer.provide(FakeWeb.layer)))))
    assert.deepStrictEqual(second, first)
    if (ci !== undefined) process.env["CI"] = ci
  }))
