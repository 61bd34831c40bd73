import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { emailNotifier } from "../src/index.ts"

const notifier = emailNotifier({ smtpUrl: null, from: null, publicUrl: null })

const normal = (address: unknown) =>
  notifier.checkTarget({ address: address as string }).pipe(
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
