import { assert } from "@effect/vitest"
import { ChannelKind, MessageTemplate, MessageTemplates } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { fixtureNow } from "../fixtures/fixtureNow.ts"
import { assertSame } from "./assertSame.ts"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"

const kind = ChannelKind.make("email")

export const messageTemplateLaws = [
  storageLaw(
    "a template is found as it was last saved, by its user and kind alone, until it is removed",
    Effect.gen(function*() {
      const templates = yield* MessageTemplates
      const { id: userId } = yield* given.user()
      const { id: other } = yield* given.user()
      assert.isTrue(Option.isNone(yield* templates.find(userId, kind)))
      const first: MessageTemplate = { userId, kind, subject: "{{answer}}", body: "a\nb “ü” '%s", updatedAt: fixtureNow }
      const second: MessageTemplate = { ...first, body: "{{sources}}", updatedAt: DateTime.add(fixtureNow, { days: 1 }) }
      const theirs: MessageTemplate = { ...first, userId: other, subject: "theirs" }
      yield* Effect.forEach([first, theirs], templates.save)
      assertSame(MessageTemplate, Option.getOrThrow(yield* templates.find(userId, kind)), first)
      yield* templates.save(second)
      assertSame(MessageTemplate, Option.getOrThrow(yield* templates.find(userId, kind)), second)
      assert.isTrue(Option.isNone(yield* templates.find(userId, ChannelKind.make("slack"))))
      assert.isTrue(yield* templates.remove(userId, kind))
      assert.isFalse(yield* templates.remove(userId, kind))
      assert.isTrue(Option.isNone(yield* templates.find(userId, kind)))
      assertSame(MessageTemplate, Option.getOrThrow(yield* templates.find(other, kind)), theirs)
    })
  )
]
