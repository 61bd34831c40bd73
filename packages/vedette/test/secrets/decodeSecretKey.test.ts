import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { decodeSecretKey } from "../../src/secrets/decodeSecretKey.ts"

const failure = (text: string) =>
  Result.match(decodeSecretKey(text), { onSuccess: () => "accepted", onFailure: (message) => message })

describe("decodeSecretKey", () => {
  it.prop(
    "32 bytes are read from base64 and base64url, padded or not, with white space around them",
    [Schema.Uint8Array.check(Schema.makeFilter((bytes: Uint8Array) => bytes.length <= 32))],
    ([some]) => {
      const key = new Uint8Array(32)
      key.set(some)
      const base64 = Buffer.from(key).toString("base64")
      for (const text of [base64, `  ${base64}\n`, base64.replace("=", ""), Buffer.from(key).toString("base64url")]) {
        assert.deepStrictEqual(decodeSecretKey(text), Result.succeed(key))
      }
    }
  )

  const advice = "make one with `openssl rand -base64 32`"
  const table: ReadonlyArray<readonly [string, string]> = [
    ["", `It is empty: ${advice}`],
    [" \n", `It is empty: ${advice}`],
    ["====", `It is empty: ${advice}`],
    ["correct horse battery staple", `It is not base64: ${advice}`],
    ["AAAA\nAAAA", `It is not base64: ${advice}`],
    ["A", `It is not base64: ${advice}`],
    ["ü".repeat(44), `It is not base64: ${advice}`],
    [Buffer.alloc(16).toString("base64"), `It has 16 bytes: ${advice}`],
    [Buffer.alloc(33).toString("base64"), `It has 33 bytes: ${advice}`],
    [Buffer.alloc(32).toString("hex"), `It has 48 bytes: ${advice}`]
  ]
  for (const [text, message] of table) {
    it(`${JSON.stringify(text).slice(0, 40)} is refused in words that hold nothing of it`, () => {
      assert.strictEqual(failure(text), message)
    })
  }
})
