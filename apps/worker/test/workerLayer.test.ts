import { assert, it } from "@effect/vitest"
import { ChannelKind, HttpFetch, nothingKnown, Notifiers, Search } from "@vedette/domain"
import { respond } from "@vedette/testkit"
import { openStandIn } from "@vedette/testkit/stand-ins"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { workerLayer } from "../src/index.ts"

const workerOf = (allowPrivateAddresses: boolean) =>
  workerLayer({
    allowPrivateAddresses,
    smtpUrl: null,
    mailFrom: null,
    publicUrl: null,
    concurrency: 1,
    perOwner: null,
    lease: Duration.seconds(30),
    retention: Duration.days(90),
    minInterval: Duration.minutes(15),
    maxInterval: Duration.days(7)
  })

/** What a worker makes of a page and of a webhook on this machine. */
const reached = Effect.gen(function*() {
  const origin = yield* openStandIn(respond.html("<h1>Koda 2</h1><p>The Koda 2 is sold out.</p>"))
  const now = yield* DateTime.now
  const judgement = yield* Search.use((search) =>
    search.judge({
      searchQuery: `${origin}/koda`,
      conditionDescription: "it is sold out",
      condition: `text contains "sold out"`,
      sources: [],
      known: nothingKnown,
      earlierFindings: [],
      now,
      deadline: DateTime.add(now, { minutes: 1 })
    })
  ).pipe(Effect.result)
  const webhook = (yield* Notifiers).get(ChannelKind.make("webhook"))
  return {
    page: judgement._tag === "Success" ? judgement.success.verdict : judgement.failure.reason._tag,
    request: yield* HttpFetch.use((http) => http.fetch({ url: origin })).pipe(Effect.match({ onSuccess: () => "answered", onFailure: ({ reason }) => reason._tag })),
    hook: webhook === undefined ? "no such channel" : yield* Effect.match(webhook.checkTarget({ url: `${origin}/hook` }), { onSuccess: () => "taken", onFailure: () => "refused" })
  }
})

it.live("a worker goes to no address of its own network, by no way out it has: pages, webhooks, or bare requests", () =>
  Effect.map(reached, ({ hook, page, request }) => {
    assert.strictEqual(request, "AddressRefused")
    assert.strictEqual(hook, "refused")
    assert.notStrictEqual(page, "met")
  }).pipe(Effect.provide(workerOf(false))))

it.live("unless whoever runs it has allowed that", () =>
  Effect.map(reached, (seen) => assert.deepStrictEqual(seen, { page: "met", request: "answered", hook: "taken" }))
    .pipe(Effect.provide(workerOf(true))))
