import {
  ChannelUnconfigured,
  ConsentRepository,
  removeVerifiedAddress,
  sendAddressCode,
  TargetRejected,
  trustedAddresses,
  UnitOfWork,
  verifyAddress
} from "@vedette/domain"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import { address, consenting, givenOwner, mailServerIsDown } from "./consenting.ts"
import { webhook } from "./delivering.ts"
import { installation, owner } from "./installation.ts"

const send = (url = address) => sendAddressCode(owner, webhook, { url })
const verify = (code: string, url = address) => verifyAddress(owner, webhook, { url }, code)
const refusal = (code: string, url = address) => Effect.flip(verify(code, url))
const verified = Effect.map(trustedAddresses(owner, webhook), (trusted) => trusted.verified)
const codesStored = Effect.flatMap(ConsentRepository, ({ lockCodes }) => UnitOfWork.use(({ transact }) => transact(lockCodes(owner))))

const scenario = (
  name: string,
  story: (channel: Effect.Success<typeof consenting>) => Effect.Effect<
    void,
    unknown,
    Effect.Services<ReturnType<typeof send> | ReturnType<typeof verify> | typeof codesStored | typeof verified>
  >
) =>
  it.effect(name, () =>
    Effect.gen(function*() {
      yield* givenOwner("owner@example.com")
      const channel = yield* consenting
      yield* channel.within(story(channel))
    }).pipe(Effect.provide(installation)))

describe("a code", () => {
  scenario("is six digits, goes to the address, and verifies it once", ({ codes }) =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* send(" https://HOOK.example/a "), { sent: true, address })
      const [sent] = codes
      assert.deepInclude(sent, { to: address, validMinutes: 15 })
      assert.match(sent!.code, /^\d{6}$/)
      assert.deepStrictEqual(yield* verified, [])
      assert.strictEqual(yield* verify(` ${sent!.code} `), address)
      assert.deepStrictEqual(yield* verified, [address])
      assert.deepInclude(yield* refusal(sent!.code), { because: "none_pending" })
      assert.deepStrictEqual(yield* send(), { sent: false, address })
      assert.lengthOf(codes, 1)
    }))

  scenario("verifies the address as it was spelt when the code went there, however it is spelt with the code", ({ codes }) =>
    Effect.gen(function*() {
      yield* send()
      assert.strictEqual(yield* verifyAddress(owner, webhook, { url: address.toUpperCase() }, codes[0]!.code), address)
      assert.deepStrictEqual(yield* verified, [address])
    }))

  scenario("is stored where nobody can read it", ({ codes }) =>
    Effect.gen(function*() {
      yield* send()
      assert.notInclude(JSON.stringify(yield* codesStored), codes[0]!.code)
    }))

  scenario("is good for 15 minutes", ({ codes }) =>
    Effect.gen(function*() {
      yield* send()
      yield* TestClock.adjust("15 minutes")
      assert.deepInclude(yield* refusal(codes[0]!.code), { because: "expired" })
    }))

  scenario("is not good any more after five wrong guesses, however many guess at once", ({ codes }) =>
    Effect.gen(function*() {
      yield* send()
      const right = codes[0]!.code
      const wrong = right === "000000" ? "111111" : "000000"
      const guesses = yield* Effect.forEach([1, 2, 3, 4, 5, 6, 7], () => refusal(wrong), { concurrency: "unbounded" })
      const remaining = guesses.map((error) => error._tag === "CodeRefused" ? error.remaining : NaN)
      assert.deepStrictEqual(remaining.toSorted((a, b) => a - b), [0, 0, 0, 1, 2, 3, 4])
      assert.deepInclude(yield* refusal(right), { because: "too_many_tries" })
    }))

  scenario("replaces the one before it for its address, and no other", ({ codes }) =>
    Effect.gen(function*() {
      yield* send()
      yield* send("https://hook.example/b")
      yield* send()
      const [first, other, second] = codes.map(({ code }) => code)
      assert.strictEqual(yield* verify(other!, "https://hook.example/b"), "https://hook.example/b")
      if (first !== second) assert.deepInclude(yield* refusal(first!), { because: "wrong", remaining: 4 })
      assert.strictEqual(yield* verify(second!), address)
    }))

  scenario("verifies its own address alone", ({ codes }) =>
    Effect.gen(function*() {
      yield* send()
      assert.deepInclude(yield* refusal(codes[0]!.code, "https://hook.example/b"), { because: "none_pending" })
    }))
})

describe("asking for codes", () => {
  scenario("is possible three times an hour, to the same address or others, also for those who ask at once", ({ codes }) =>
    Effect.gen(function*() {
      const asked = yield* Effect.forEach(["a", "a", "b", "c", "a"], (path) => Effect.result(send(`https://hook.example/${path}`)), {
        concurrency: "unbounded"
      })
      assert.lengthOf(asked.filter((result) => result._tag === "Success"), 3)
      assert.lengthOf(codes, 3)
      yield* TestClock.adjust("59 minutes")
      const refused = yield* Effect.flip(send())
      assert.deepInclude(refused, { _tag: "TooManyCodes", retryAfterMs: 60_000 })
      yield* TestClock.adjust("1 minute")
      yield* send()
      assert.lengthOf(codes, 4)
    }))

  scenario("does not count what could not be sent, and says why not", ({ codes, failWith }) =>
    Effect.gen(function*() {
      failWith(mailServerIsDown)
      for (let n = 0; n < 5; n++) {
        assert.deepInclude(yield* Effect.flip(send()), { _tag: "CodeNotSent", why: "The mail server cannot be reached" })
      }
      assert.deepStrictEqual(yield* codesStored, [])
      failWith(new ChannelUnconfigured({ message: "Email is not configured" }))
      assert.deepInclude(yield* Effect.flip(send()), { _tag: "CodesUnavailable" })
      failWith(null)
      yield* send()
      assert.lengthOf(codes, 1)
    }))

  scenario("does not tell which addresses exist", ({ failWith }) =>
    Effect.gen(function*() {
      failWith(new TargetRejected({ message: "550 no such user", httpStatus: null, responseExcerpt: null, gone: false }))
      assert.deepStrictEqual(yield* send(), { sent: true, address })
    }))

  scenario("is refused for what is no address", () =>
    Effect.gen(function*() {
      assert.deepInclude(yield* Effect.flip(send("nonsense")), { _tag: "InvalidAddress", why: "A URL is required." })
    }))

  it.effect("is of no use where no channel asks for consent", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* Effect.flip(send()))._tag, "CodesUnavailable")
    }).pipe(Effect.provide(installation)))
})

describe("verified addresses", () => {
  it.effect("the account's own is one without a code, whatever its case, and stays", () =>
    Effect.gen(function*() {
      yield* givenOwner("HTTPS://hook.example/A")
      const { codes, within } = yield* consenting
      yield* within(Effect.gen(function*() {
        assert.deepStrictEqual(yield* send(), { sent: false, address })
        assert.isEmpty(codes)
        assert.deepStrictEqual(yield* trustedAddresses(owner, webhook), { own: "HTTPS://hook.example/A", verified: [] })
        assert.strictEqual((yield* Effect.flip(removeVerifiedAddress(owner, webhook, address)))._tag, "OwnAddress")
      }))
    }).pipe(Effect.provide(installation)))

  scenario("can be taken off the list, those that are not on it too", ({ codes }) =>
    Effect.gen(function*() {
      yield* send()
      yield* verify(codes[0]!.code)
      yield* removeVerifiedAddress(owner, webhook, "https://hook.example/other")
      assert.deepStrictEqual(yield* verified, [address])
      yield* removeVerifiedAddress(owner, webhook, "https://HOOK.example/a")
      assert.deepStrictEqual(yield* verified, [])
    }))
})
