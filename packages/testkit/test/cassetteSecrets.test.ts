import { assert, describe, it } from "@effect/vitest"
import { ConnectionFailed, HttpFetch, type OutgoingRequest } from "@vedette/domain"
import * as Arbitrary from "effect/Arbitrary"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { gzipSync } from "node:zlib"
import { CassetteRecorder, recordCassette, replayCassette } from "../src/cassette/index.ts"
import { FakeWeb, respond, type Responder } from "../src/fakes/index.ts"

const url = "https://api.example/v1"

const recorded = (responder: Responder, request: OutgoingRequest, secrets: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    yield* FakeWeb.use((web) => web.serve(url, responder)).pipe(Effect.andThen(FakeWeb.use((web) => web.serve(request.url, responder))))
    yield* Effect.exit(HttpFetch.use((http) => http.fetch(request)))
    return yield* CassetteRecorder.use((recorder) => recorder.cassette)
  }).pipe(Effect.provide(recordCassette({ secrets }).pipe(Layer.provideMerge(FakeWeb.layer))))

/** Whether a text holds a secret, looked for another way than it is scrubbed: by undoing what may have been done to it. */
const holds = (text: string, secret: string): boolean => {
  const unescaped = (given: string): string =>
    given
      .replace(/%25/gu, "%")
      .replace(/(?:%[0-9a-f]{2})+/giu, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"))
      .replace(/\\+u([0-9a-f]{4})/giu, (_, unit: string) => String.fromCharCode(parseInt(unit, 16)))
      .replace(/&amp;/gu, "&")
      .replace(/&#x([0-9a-f]+);/giu, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)))
      .replace(/&quot;/gu, "\"").replace(/&lt;/gu, "<").replace(/&gt;/gu, ">")
      .replace(/\\/gu, "").replace(/\0/gu, "")
  const wanted = secret.replace(/\\/gu, "").toLowerCase()
  const found = (given: string): boolean =>
    [given, unescaped(given), unescaped(unescaped(given))].some((one) => one.replaceAll("\\", "").replaceAll("\0", "").toLowerCase().includes(wanted))
  const bytes = [
    ...[...text.matchAll(/[A-Za-z0-9+/_-]{8,}/gu)].flatMap(([run]) =>
      [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip).replaceAll("-", "+").replaceAll("_", "/"), "base64"))
    ),
    ...[...text.matchAll(/[0-9a-f]{8,}/giu)].map(([run]) => Buffer.from(run, "hex"))
  ]
  return found(text) || bytes.some((one) => found(one.toString("utf8")) || found(one.toString("latin1")) || found(one.toString("utf16le")))
}

const index = (length: number) => Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: length - 1 })))
const oneOf = <A>(first: A, ...others: ReadonlyArray<A>) =>
  index(others.length + 1).pipe(Arbitrary.map((at) => [first, ...others][at] ?? first))

// None of the words of a cassette, nor of the placeholder, and long enough to stand nowhere by accident.
const characters = "ABCXYZabcxyz0123456789-_.~+/=\"\\ <&%é€🔑"
const secretWord = Arbitrary.array(index(Array.from(characters).length), { minLength: 14, maxLength: 40 }).pipe(
  Arbitrary.map((picks) => `Q7${picks.map((at) => Array.from(characters)[at] ?? "").join("")}zJ9`)
)

const entity = (secret: string) => Array.from(secret, (character) => `&#x${(character.codePointAt(0) ?? 0).toString(16)};`).join("")
const spelling = oneOf<(secret: string) => string>(
  (secret) => secret,
  (secret) => encodeURIComponent(secret),
  (secret) => encodeURIComponent(encodeURIComponent(secret)),
  (secret) => encodeURIComponent(secret).toLowerCase(),
  (secret) => JSON.stringify({ key: JSON.stringify(secret) }),
  (secret) => JSON.stringify(secret).replace(/[^\0-\x7f]/gu, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
  (secret) => secret.replace(/&/gu, "&amp;").replace(/</gu, "&lt;").replace(/"/gu, "&quot;"),
  entity,
  (secret) => Buffer.from(secret).toString("base64"),
  (secret) => Buffer.from(`user:${secret}`).toString("base64"),
  (secret) => Buffer.from(`{"a":"${secret}"}`).toString("base64url"),
  (secret) => Buffer.from(secret).toString("hex"),
  (secret) => Buffer.from(secret, "utf16le").toString("utf8")
)

const ok = (body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Responder => () =>
  Effect.succeed({ status: 200, headers: { "content-type": "text/plain", ...headers }, body })
const noise = new Uint8Array([0xff, 0xfe, 0x00, 0x80])
const inNoise = (bytes: Uint8Array) => Buffer.concat([noise, bytes, noise])

interface Planted {
  readonly responder: Responder
  readonly request: OutgoingRequest
}
const place = oneOf<(spelt: string, secret: string) => Planted>(
  (spelt) => ({ request: { url: `${url}?q=${encodeURIComponent(spelt)}` }, responder: ok("fine") }),
  (spelt) => ({ request: { url, method: "POST", body: `{"said":${JSON.stringify(spelt)}}` }, responder: ok("fine") }),
  (spelt) => ({ request: { url }, responder: ok(`It said ${spelt}, and more.`) }),
  (spelt) => ({ request: { url }, responder: ok("fine", { location: `https://b.example/?x=${spelt}`, etag: spelt }) }),
  (spelt) => ({ request: { url }, responder: ok(`We set ${spelt}`, { "set-cookie": `session=${spelt}; Path=/` }) }),
  (spelt) => ({ request: { url }, responder: respond.fail(new ConnectionFailed({ message: `No way to ${spelt}` })) }),
  (spelt) => ({ request: { url }, responder: ok(inNoise(Buffer.from(spelt))) }),
  (_, secret) => ({ request: { url }, responder: ok(inNoise(Buffer.from(secret, "utf16le"))) }),
  (spelt) => ({ request: { url }, responder: ok(gzipSync(spelt)) }),
  (_, secret) => ({ request: { url, headers: { authorization: `Bearer ${secret}` } }, responder: ok(`{"key":${JSON.stringify(secret)}}`) })
)

describe("a cassette", () => {
  it.effect.prop(
    "holds no secret in any encoding, wherever it was planted",
    [secretWord, spelling, place],
    ([secret, spell, plant]) =>
      Effect.gen(function*() {
        const { request, responder } = plant(spell(secret), secret)
        const cassette = yield* recorded(responder, request, [secret])
        assert.lengthOf(cassette.tracks, 1)
        assert.isFalse(holds(JSON.stringify(cassette), secret), JSON.stringify(cassette))
      }),
    { arbitrary: { runs: 300 } }
  )

  it.effect.each<[string, OutgoingRequest, Responder]>([
    ["bearer token", { url, headers: { authorization: "Bearer hidden-word-1" } }, ok("Is it hidden-word-1?")],
    ["password", { url, headers: { authorization: `Basic ${btoa("me:hidden-word-1")}` } }, ok("Is it hidden-word-1?")],
    ["key of a header", { url, headers: { "x-subscription-token": "hidden-word-1" } }, ok("Is it hidden-word-1?")],
    ["key in the URL", { url: `${url}?api_key=hidden-word-1` }, ok("Is it hidden-word-1?")],
    ["key in a redirect", { url }, ok("Is it hidden-word-1?", { location: "/next?X-Amz-Signature=hidden-word-1" })],
    ["session", { url }, ok("Is it hidden-word-1-of-a-session?", { "set-cookie": "a=b; Expires=Wed, 1 Dec 2027 00:00:00 GMT, s=hidden-word-1-of-a-session" })]
  ])("holds no %s, though nobody named it", ([, request, responder]) =>
    Effect.map(recorded(responder, request, []), (cassette) => {
      assert.notInclude(JSON.stringify(cassette), "hidden-word")
      assert.include(JSON.stringify(cassette), "Is it [scrubbed]")
    }))

  it.effect("keeps bytes without a secret as they are, and dies where it had to withhold some", () =>
    Effect.gen(function*() {
      for (const body of [inNoise(Buffer.from("nothing")), gzipSync("nothing")]) {
        const kept = yield* recorded(ok(body), { url }, ["Q7-secret"])
        const { body: replayed } = yield* HttpFetch.use((http) => http.fetch({ url })).pipe(Effect.provide(replayCassette(kept)))
        assert.deepStrictEqual(Buffer.from(replayed), Buffer.from(body))
      }
      const withheld = yield* recorded(ok(inNoise(Buffer.from("Q7-secret"))), { url }, ["Q7-secret"])
      const exit = yield* Effect.exit(HttpFetch.use((http) => http.fetch({ url })).pipe(Effect.provide(replayCassette(withheld))))
      assert.isTrue(exit._tag === "Failure" && Cause.pretty(exit.cause).includes("held a secret"))
    }))

  it.effect("replays a failure with its words, but for the secrets", () =>
    Effect.gen(function*() {
      const failing = respond.fail(new ConnectionFailed({ message: "Refused for Q7-secret." }))
      const cassette = yield* recorded(failing, { url }, ["Q7-secret"])
      const error = yield* Effect.flip(HttpFetch.use((http) => http.fetch({ url }))).pipe(Effect.provide(replayCassette(cassette)))
      assert.deepStrictEqual(error.reason, new ConnectionFailed({ message: "Refused for [scrubbed]." }))
    }))
})
