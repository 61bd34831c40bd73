import { assert, describe, it } from "@effect/vitest"
import { NotifierSubject, notifierContract, outgoingMessage } from "@vedette/testkit/notifier"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { emailNotifier } from "../src/index.ts"

notifierContract(
  "email",
  { signed: false, deduplicates: false, configured: false },
  Layer.succeed(NotifierSubject, {
    notifier: emailNotifier,
    receiver: null,
    target: { address: " Ada@Example.ORG ", template: null },
    otherTarget: { address: "bob@example.org" },
    concealed: ["null"],
    refused: [
      { target: {}, message: "Email address required" },
      { target: { address: "ada" }, message: "Invalid email address" }
    ],
    secrets: ["", ""]
  })
)

const normal = (address: unknown) =>
  emailNotifier.checkTarget({ address: address as string }).pipe(
    Effect.match({ onSuccess: (target) => String(target["address"]), onFailure: ({ message }) => message })
  )

describe("the address of an email channel", () => {
  const table: ReadonlyArray<readonly [unknown, string]> = [
    ["ada@example.org", "ada@example.org"],
    ["  Ada.Lovelace+tag@MAIL.Example.ORG\n", "Ada.Lovelace+tag@mail.example.org"],
    ["o'neil@xn--bcher-kva.example", "o'neil@xn--bcher-kva.example"],
    [undefined, "Email address required"],
    [null, "Email address required"],
    ["", "Email address required"],
    [7, "Email address required"],
    ["ada", "Invalid email address"],
    ["ada@", "Invalid email address"],
    ["@example.org", "Invalid email address"],
    ["ada@localhost", "Invalid email address"],
    ["ada@127.0.0.1", "Invalid email address"],
    ["ada@[127.0.0.1]", "Invalid email address"],
    ["ada@example..org", "Invalid email address"],
    ["ada@-example.org", "Invalid email address"],
    ["ada@example.org.", "Invalid email address"],
    ["a..b@example.org", "Invalid email address"],
    [".ada@example.org", "Invalid email address"],
    ["ada@eve@example.org", "Invalid email address"],
    ["ada@example.org, eve@example.org", "Invalid email address"],
    ["ada@example.org;eve@example.org", "Invalid email address"],
    ["Ada <ada@example.org>", "Invalid email address"],
    ["<ada@example.org>", "Invalid email address"],
    ["\"ada l\"@example.org", "Invalid email address"],
    ["ada@example.org\r\nBcc: eve@example.org", "Invalid email address"],
    ["ada\r\n@example.org", "Invalid email address"],
    ["adä@example.org", "Invalid email address"],
    ["ada@exämple.org", "Invalid email address"],
    [`${"a".repeat(64)}@example.org`, `${"a".repeat(64)}@example.org`],
    [`${"a".repeat(65)}@example.org`, "Invalid email address"],
    [`ada@${"b".repeat(64)}.org`, "Invalid email address"]
  ]
  for (const [typed, expected] of table) {
    it.effect(`${JSON.stringify(typed)?.slice(0, 50)} → ${expected.slice(0, 50)}`, () =>
      Effect.gen(function*() {
        assert.strictEqual(yield* normal(typed), expected)
      }))
  }

  it.effect("254 characters are accepted and 255 are not", () =>
    Effect.gen(function*() {
      const local = "a".repeat(64)
      const domainOf = (length: number) => `${"b.".repeat((length - 2) / 2)}${length % 2 === 0 ? "cc" : "ccc"}`
      const longest = `${local}@${domainOf(189)}`
      assert.lengthOf(longest, 254)
      assert.strictEqual(yield* normal(longest), longest)
      assert.lengthOf(`${local}@${domainOf(190)}`, 255)
      assert.strictEqual(yield* normal(`${local}@${domainOf(190)}`), "Invalid email address")
    }))
})

it.effect("a delivery says what is missing on this server", () =>
  Effect.gen(function*() {
    const error = yield* Effect.flip(
      emailNotifier.deliver(outgoingMessage(), { address: "ada@example.org" }, {
        secrets: [],
        now: DateTime.makeUnsafe("2026-11-21T09:31:00Z")
      })
    )
    assert.match(error.message, /^Email is not configured on this server \(SMTP_URL is not set\)/)
  }))
