import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { Base64 } from "effect/encoding"
import * as Schema from "effect/Schema"
import { Webhook } from "standardwebhooks"
import { signWebhook } from "../src/signWebhook.ts"

const vector = {
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  timestamp: 1614265330,
  type: "task.condition_met",
  body: "{\"test\": 2432232314}",
  secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
}
const signed = (changes: Partial<typeof vector> = {}) => Result.getOrThrow(signWebhook({ ...vector, ...changes }))
const secretOf = (bytes: number) => `whsec_${Base64.encode(new Uint8Array(bytes).fill(7))}`

describe("Standard Webhooks: Signature scheme", () => {
  it("the specification's own example comes out to the letter", () => {
    const headers = signed()
    assert.strictEqual(headers["webhook-id"], "msg_p5jXN8AQM9LWM0D4loKWxJek")
    assert.strictEqual(headers["webhook-timestamp"], "1614265330")
    assert.strictEqual(headers["webhook-signature"], "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
  })

  it.prop(
    "id, timestamp and body are signed as the public library signs them",
    [Schema.String, Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 4_000_000_000 }))],
    ([body, timestamp]) => {
      const expected = new Webhook(vector.secrets[0] ?? "").sign(vector.id, new Date(timestamp * 1000), body)
      return signed({ body, timestamp })["webhook-signature"] === expected
    }
  )

  it("a secret is at least 24 and at most 64 bytes", () => {
    for (const bytes of [24, 64]) assert.isTrue(Result.isSuccess(signWebhook({ ...vector, secrets: [secretOf(bytes)] })))
    for (const bytes of [0, 23, 65]) {
      assert.isTrue(Result.isFailure(signWebhook({ ...vector, secrets: [secretOf(bytes)] })))
    }
  })

  it("a secret that cannot sign is refused without being shown", () => {
    for (const secret of ["", "hunter2", "whsec_hunter2!", vector.secrets[0]?.slice("whsec_".length) ?? ""]) {
      const reason = Result.match(signWebhook({ ...vector, secrets: [secret] }), {
        onSuccess: () => assert.fail("It signed."),
        onFailure: (text) => text
      })
      if (secret !== "") assert.notInclude(reason, secret)
    }
    assert.isTrue(Result.isFailure(signWebhook({ ...vector, secrets: [] })))
  })
})

describe("Standard Webhooks: Webhook headers", () => {
  it("while a secret rotates, both signatures are sent, space delimited, newest first", () => {
    const older = secretOf(32)
    const both = signed({ secrets: [...vector.secrets, older] })["webhook-signature"]
    assert.strictEqual(
      both,
      `${signed()["webhook-signature"]} ${signed({ secrets: [older] })["webhook-signature"]}`
    )
  })

  it("the first generation's signature is the newest secret's alone", () => {
    const rotated = signed({ secrets: [...vector.secrets, secretOf(32)] })
    assert.strictEqual(rotated["x-torale-signature"], signed()["x-torale-signature"])
  })
})
