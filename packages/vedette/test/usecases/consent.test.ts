import {
  ConsentRepository,
  readUnsubscribeToken,
  removeVerifiedAddress,
  resubscribe,
  testChannel,
  unsubscribe
} from "@vedette/domain"
import { RecordingNotifier } from "@vedette/testkit/fakes"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import { address, consenting, givenOwner } from "./consenting.ts"
import { deferred, deliver, only, told, webhook } from "./delivering.ts"
import { hook, installation, owner } from "./installation.ts"

const verified = Effect.gen(function*() {
  yield* (yield* ConsentRepository).verify({ userId: owner, kind: webhook, address, verifiedAt: yield* DateTime.now })
})

describe("a channel whose recipients have to agree", () => {
  it.effect("sends nothing to an address that is not verified, and says so in the send log", () =>
    Effect.gen(function*() {
      yield* givenOwner("owner@example.com")
      const { within } = yield* consenting
      const task = yield* told()
      yield* within(deliver)
      assert.deepInclude(yield* only(task.id), {
        status: "skipped",
        address,
        attempts: 0,
        lastError: `The address ${address} is not verified, so nothing is sent there.`
      })
      assert.isEmpty(yield* RecordingNotifier.use(({ tries }) => tries))
    }).pipe(Effect.provide(installation)))

  it.effect("decides it at each try: verified meanwhile it is sent, taken off the list meanwhile it is not", () =>
    Effect.gen(function*() {
      yield* givenOwner(null)
      const { within } = yield* consenting
      const task = yield* told()
      yield* verified
      yield* RecordingNotifier.use(({ failNext }) => failNext(deferred()))
      yield* within(deliver)
      assert.deepInclude(yield* only(task.id), { status: "pending", attempts: 1 })
      yield* removeVerifiedAddress(owner, webhook, address)
      yield* TestClock.adjust("10 seconds")
      yield* within(deliver)
      assert.deepInclude(yield* only(task.id), { status: "skipped", attempts: 1 })
    }).pipe(Effect.provide(installation)))

  it.effect("sends to the account's own address without asking", () =>
    Effect.gen(function*() {
      yield* givenOwner(address)
      const { within } = yield* consenting
      const task = yield* told()
      yield* within(deliver)
      assert.deepInclude(yield* only(task.id), { status: "sent" })
    }).pipe(Effect.provide(installation)))

  it.effect("tests no address that is not verified either", () =>
    Effect.gen(function*() {
      yield* givenOwner(null)
      const { within } = yield* consenting
      const test = testChannel({ userId: owner, kind: webhook, target: hook.target })
      assert.deepInclude(yield* within(test), {
        delivered: false,
        error: `The address ${address} is not verified, so nothing is sent there.`
      })
      yield* verified
      assert.deepInclude(yield* within(test), { delivered: true })
    }).pipe(Effect.provide(installation)))

  it.effect("one that does not ask sends anywhere, and its messages carry no token", () =>
    Effect.gen(function*() {
      const task = yield* told()
      yield* deliver
      assert.deepInclude(yield* only(task.id), { status: "sent" })
    }).pipe(Effect.provide(installation)))
})

describe("unsubscribing", () => {
  const given = Effect.gen(function*() {
    yield* givenOwner(address)
    const channel = yield* consenting
    const task = yield* told()
    yield* channel.within(deliver)
    return { ...channel, task, token: channel.tokens[0]! }
  })
  const sendsAfterwards = Effect.fn(function*(within: Effect.Success<typeof consenting>["within"], to = hook) {
    const task = yield* told([to])
    yield* within(deliver)
    return yield* only(task.id)
  })

  it.effect("from one task ends its messages, and the others go on", () =>
    Effect.gen(function*() {
      const { task, token, within } = yield* given
      assert.deepStrictEqual(yield* unsubscribe(token, "task"), { userId: owner, kind: webhook, address, taskId: task.id })
      const consents = yield* ConsentRepository
      assert.lengthOf(yield* consents.optOuts(owner, webhook), 1)
      assert.deepInclude(yield* sendsAfterwards(within), { status: "sent" })
    }).pipe(Effect.provide(installation)))

  it.effect("from the task that is owed ends what is owed already", () =>
    Effect.gen(function*() {
      yield* givenOwner(address)
      const { tokens, within } = yield* consenting
      const task = yield* told()
      yield* RecordingNotifier.use(({ failNext }) => failNext(deferred()))
      yield* within(deliver)
      yield* unsubscribe(tokens[0]!, "task")
      yield* TestClock.adjust("10 seconds")
      yield* within(deliver)
      assert.deepInclude(yield* only(task.id), { status: "skipped", lastError: `${address} has unsubscribed from this task.` })
    }).pipe(Effect.provide(installation)))

  it.effect("from everything ends every task's messages to the address, until it is taken back", () =>
    Effect.gen(function*() {
      const { token, within } = yield* given
      yield* unsubscribe(token, "account")
      yield* unsubscribe(token, "account")
      assert.deepInclude(yield* sendsAfterwards(within), {
        status: "skipped",
        lastError: `${address} has unsubscribed from all messages of this account.`
      })
      assert.isTrue(yield* resubscribe({ userId: owner, kind: webhook, address, taskId: null }))
      assert.isFalse(yield* resubscribe({ userId: owner, kind: webhook, address, taskId: null }))
      assert.deepInclude(yield* sendsAfterwards(within), { status: "sent" })
    }).pipe(Effect.provide(installation)))

  it.effect("takes a token that was made here, and no other", () =>
    Effect.gen(function*() {
      const { task, token } = yield* given
      assert.deepStrictEqual(yield* readUnsubscribeToken(token), { userId: owner, kind: webhook, address, taskId: task.id })
      const [claims = "", signature = ""] = token.split(".")
      const other = Buffer.from(JSON.stringify([owner, "webhook", "eve@example.org", null])).toString("base64url")
      const altered = (text: string, at: number) => text.slice(0, at) + (text[at] === "a" ? "b" : "a") + text.slice(at + 1)
      const forgeries = [
        "", ".", "..", claims, `${claims}.`, `.${signature}`, `${other}.${signature}`, `${claims}.${signature}.`, `${token}a`,
        `${claims}.${signature.toUpperCase()}`, "x".repeat(100_000), ...Array.from(token, (_, at) => altered(token, at))
      ]
      for (const forged of forgeries) {
        assert.strictEqual((yield* Effect.flip(readUnsubscribeToken(forged)))._tag, "InvalidUnsubscribeToken", forged)
      }
      assert.isEmpty(yield* ConsentRepository.use((consents) => consents.optOuts(owner, webhook)))
    }).pipe(Effect.provide(installation)))
})
