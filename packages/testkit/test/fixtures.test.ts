import { assert, describe, it } from "@effect/vitest"
import {
  ApiKey,
  Attempt,
  Delivery,
  DeliveryAttempt,
  Execution,
  Judgement,
  Notification,
  Page,
  Task,
  User
} from "@vedette/domain"
import * as Schema from "effect/Schema"
import * as fixtures from "../src/fixtures/index.ts"

describe("fixtures", () => {
  const cases = [
    ["aDelivery", Delivery, fixtures.aDelivery()],
    ["aDeliveryAttempt", DeliveryAttempt, fixtures.aDeliveryAttempt()],
    ["aJudgement", Judgement, fixtures.aJudgement()],
    ["anApiKey", ApiKey, fixtures.anApiKey()],
    ["anAttempt", Attempt, fixtures.anAttempt()],
    ["anExecution", Execution, fixtures.anExecution()],
    ["aNotification", Notification, fixtures.aNotification()],
    ["aPage", Page, fixtures.aPage()],
    ["aTask", Task, fixtures.aTask()],
    ["aUser", User, fixtures.aUser()]
  ] as const
  for (const [name, schema, value] of cases) {
    it(`${name} is a complete, valid value`, () => {
      const codec = schema as Schema.Codec<unknown, unknown>
      const written = Schema.encodeUnknownSync(codec)(value)
      assert.deepStrictEqual(Schema.encodeUnknownSync(codec)(Schema.decodeUnknownSync(codec)(written)), written)
    })
  }

  it("the quotes of a judgement are in the page it was read from", () => {
    const { quotes } = fixtures.aJudgement()
    for (const quote of quotes) assert.include(fixtures.aPage().text, quote.text)
  })

  it("a message repeats what its notification says, overrides included", () => {
    const notification = fixtures.aNotification({ event: "health_changed" })
    assert.strictEqual(notification.message.event, "health_changed")
    assert.strictEqual(notification.message.notificationId, notification.id)
  })
})
