import { assert, describe, it } from "@effect/vitest"
import { HttpFetch } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { TestClock } from "effect/testing"
import type { LookupAddress } from "node:dns"
import { OutboundHttpFetch } from "../src/index.ts"
import { parseTarget } from "../src/parseTarget.ts"
import { isPublicAddress } from "../src/publicAddress.ts"
import { httpServer } from "./localServer.ts"

const guarded = OutboundHttpFetch.layer({ allowPrivateAddresses: false })
const open = OutboundHttpFetch.layer({ allowPrivateAddresses: true })

const reasonOf = (url: string) => HttpFetch.use((http) => http.fetch({ url, timeoutMs: 2_000 })).pipe(
  Effect.flip,
  Effect.map((error) => error.reason._tag)
)
const checkOf = (url: string) => HttpFetch.use((http) => http.check(url)).pipe(
  Effect.match({ onSuccess: () => "ok", onFailure: (error) => error.reason._tag })
)

const localAddresses = [
  "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/",
  "http://127.0.0.1./", "http://0/", "http://0.0.0.0/", "http://localhost/", "http://LOCALHOST/", "http://localhost./",
  "http://a.localhost/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/",
  "http://100.64.0.1/", "http://198.18.0.1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://240.0.0.1/",
  "http://192.0.2.1/", "http://168.63.129.16/", "http://[::]/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/", "http://[::ffff:8.8.8.8]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
  "http://[64:ff9b:1::7f00:1]/", "http://[2002:7f00:1::]/", "http://[2001:0:4136:e378::]/", "http://[fe80::1]/",
  "http://[fec0::1]/", "http://[fd00::1]/", "http://[ff02::1]/", "http://[2001:db8::1]/", "http://[4000::1]/",
  "http://１２７.０.０.１/", "http://①②⑦.0.0.1/", "http://127。0。0。1/", "http://%31%32%37.0.0.1/",
  "https://metadata.google.internal/", "http://printer.local/", "http://router.home.arpa/"
]

const malformed = [
  "", "example.com", "//example.com/", "ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)", "data:text/plain,x",
  "gopher://example.com/", "http://user@example.com/", "http://user:secret@example.com/", "http://:secret@example.com/",
  "http://example.com\\@127.0.0.1/", "http:\\\\127.0.0.1\\", "http://exa\nmple.com/", "http://example.com/\u0000",
  "http://", "http:///", "http://256.256.256.256/", "http://1.2.3.4.5/", "http://[::1", "http://[fe80::1%25eth0]/",
  `http://example.com/${"a".repeat(9_000)}`, "http://exa mple.com/", "http://example.com:99999/"
]

describe("what is not on the public internet is refused", () => {
  it.effect.each(localAddresses)("%s is refused when checked and when fetched", (url) =>
    Effect.gen(function*() {
      assert.strictEqual(yield* checkOf(url), "AddressRefused")
      assert.strictEqual(yield* reasonOf(url), "AddressRefused")
    }).pipe(Effect.provide(guarded)))

  it.effect.each(malformed)("%j is no URL we fetch, also where private addresses are allowed", (url) =>
    Effect.gen(function*() {
      for (const layer of [guarded, open]) {
        assert.strictEqual(yield* checkOf(url).pipe(Effect.provide(layer)), "InvalidUrl")
        assert.strictEqual(yield* reasonOf(url).pipe(Effect.provide(layer)), "InvalidUrl")
      }
    }))

  it.effect.each(["http://user:secret@example.com/", "http://user:secret@127.0.0.1/", "ftp://user:secret@example.com/", "http://user:secret@", "http://u:secret\\@example.com/"])(
    "no message repeats the password of %s",
    (url) =>
      Effect.gen(function*() {
        const http = yield* HttpFetch
        for (const error of [yield* Effect.flip(http.check(url)), yield* Effect.flip(http.fetch({ url }))]) {
          assert.notInclude(error.message, "secret")
          assert.notInclude(error.reason.message, "secret")
        }
      }).pipe(Effect.provide(guarded))
  )

  it.effect.each(["https://example.com/", "http://93.184.215.14/", "https://[2606:4700:4700::1111]/", "http://example.com.:8080/a?b#c"])(
    "%s passes the check",
    (url) => checkOf(url).pipe(Effect.map((result) => assert.strictEqual(result, "ok")), Effect.provide(guarded))
  )

  it.prop(
    "no IPv4 address of a private range passes, whatever number spells it",
    [
      Schema.Literals([0x0a000000, 0x7f000000, 0xa9fe0000, 0x64400000, 0xc0a80000]),
      // All five ranges hold at least 2^16 addresses.
      Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 0xffff })),
      Schema.Literals([8, 10, 16])
    ],
    ([base, host, radix]) => {
      const prefix = { 8: "0", 10: "", 16: "0x" }[radix]
      const target = parseTarget(`http://${prefix}${(base + host).toString(radix)}/`, () => "public")
      assert.isTrue(Result.isFailure(target) && target.failure._tag === "AddressRefused")
    }
  )
})

describe("a name is judged by every address it resolves to", () => {
  const resolving = (...answers: ReadonlyArray<ReadonlyArray<LookupAddress>>) => {
    let asked = 0
    const layer = OutboundHttpFetch.layer({
      allowPrivateAddresses: false,
      resolve: (_hostname, callback) => {
        const answer = answers[Math.min(asked, answers.length - 1)] ?? []
        asked += 1
        callback(null, answer)
      }
    })
    return { layer, asked: () => asked }
  }
  const v4 = (address: string): LookupAddress => ({ address, family: 4 })

  it.live("a name that resolves to loopback is refused although its spelling is harmless", () =>
    reasonOf("http://rebind.example/").pipe(
      Effect.map((reason) => assert.strictEqual(reason, "AddressRefused")),
      Effect.provide(resolving([v4("127.0.0.1")]).layer)
    ))

  it.live("so it is when it is checked, before anything is saved", () =>
    Effect.gen(function*() {
      const checked = (...answers: ReadonlyArray<LookupAddress>) =>
        checkOf("https://hooks.example/").pipe(Effect.provide(resolving(answers).layer))
      assert.strictEqual(yield* checked(v4("127.0.0.1")), "AddressRefused")
      assert.strictEqual(yield* checked(v4("93.184.215.14"), v4("10.0.0.1")), "AddressRefused")
      assert.strictEqual(yield* checked(v4("93.184.215.14")), "ok")
    }))

  it.effect("a name that cannot be resolved now passes the check, and is not waited for", () =>
    Effect.gen(function*() {
      const silent = OutboundHttpFetch.layer({ allowPrivateAddresses: false, resolve: () => {} })
      const checking = yield* Effect.forkChild(checkOf("https://hooks.example/").pipe(Effect.provide(silent)))
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* Fiber.join(checking), "ok")
      assert.strictEqual(yield* checkOf("https://hooks.example/").pipe(Effect.provide(resolving([]).layer)), "ok")
    }))

  it.live("one private address among public ones refuses the name", () =>
    reasonOf("http://mixed.example/").pipe(
      Effect.map((reason) => assert.strictEqual(reason, "AddressRefused")),
      Effect.provide(resolving([v4("93.184.215.14"), v4("10.0.0.1")]).layer)
    ))

  it.live("a name is resolved once per connection, so a second answer is never dialled", () =>
    Effect.gen(function*() {
      const names = resolving([v4("203.0.113.1")], [v4("93.184.215.14")])
      assert.strictEqual(yield* reasonOf("http://rebind.example/").pipe(Effect.provide(names.layer)), "AddressRefused")
      assert.strictEqual(names.asked(), 1)
    }))

  it.live("a name without an address is a failed connection", () =>
    reasonOf("http://nothing.example/").pipe(
      Effect.map((reason) => assert.strictEqual(reason, "ConnectionFailed")),
      Effect.provide(resolving([]).layer)
    ))

  it.live("the address that was resolved is the one connected to", () =>
    Effect.gen(function*() {
      const origin = yield* httpServer((request, response) => response.end(request.headers.host))
      const { port } = new URL(origin)
      const layer = OutboundHttpFetch.layer({
        allowPrivateAddresses: true,
        resolve: (_hostname, callback) => callback(null, [v4("127.0.0.1")])
      })
      const answer = yield* HttpFetch.use((http) => http.fetch({ url: `http://shop.example:${port}/` })).pipe(Effect.provide(layer))
      assert.strictEqual(new TextDecoder().decode(answer.body), `shop.example:${port}`)
    }))
})

describe("isPublicAddress", () => {
  it.each(["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450::1"])("%s is public", (address) => {
    assert.isTrue(isPublicAddress(address))
  })
  it.each(["", "localhost", "8.8.8.8.", "127.0.0.1", "::ffff:8.8.8.8", "5f00::1", "3fff::1", "100::1"])(
    "%j is not",
    (address) => assert.isFalse(isPublicAddress(address))
  )
})
