import type * as DateTime from "effect/DateTime"
import { type DeliveryId, type ExecutionId, freshId, type NotificationId, type TaskId } from "../ids.ts"
import * as Effect from "effect/Effect"
import type { OutgoingMessage } from "./NotificationMessage.ts"

/**
 * What breaks receivers in practice: markup and quotes of other languages, a script from right to left, marks that
 * combine, characters beyond 16 bits, line breaks of every kind and a control character.
 */
const AWKWARD = "<b>&amp;</b> \"quoted\" 'single' \\ {{x}} %s 🚲👩‍👩‍👧 e\u0301 Ünïcödé 中文 العربية \u0007 tab\there\r\nnew\u2028line"

/** More than any channel shows: what is cut, and where, is part of the test. */
const LONG = `${AWKWARD} `.repeat(400)

/**
 * A message that is no task's, as bad as a real one can be: a target that takes it takes every alert. It says at its
 * beginning that it is a test.
 *
 * @param kind the channel under test, for the reader
 */
export const testMessage = Effect.fnUntraced(function*(kind: string, now: DateTime.Utc) {
  const outgoing: OutgoingMessage = {
    deliveryId: yield* freshId<DeliveryId>(),
    message: {
      notificationId: yield* freshId<NotificationId>(),
      event: "test",
      taskId: yield* freshId<TaskId>(),
      taskName: `Test of your ${kind} channel ${AWKWARD}`.slice(0, 200).toWellFormed(),
      searchQuery: AWKWARD.repeat(10),
      conditionDescription: AWKWARD.repeat(10),
      executionId: yield* freshId<ExecutionId>(),
      occurredAt: now,
      answer: `This is a test: alerts by ${kind} will look like this one. Nothing has happened. ${AWKWARD.repeat(5)}`,
      evidence: LONG,
      confidence: 100,
      sources: Array.from({ length: 5 }, (_, n) => ({
        uri: `https://example.com/${n}/?q=${"a%20b&c=".repeat(40)}`,
        title: AWKWARD
      })),
      quotes: [],
      context: null,
      health: null,
      failure: null
    }
  }
  return outgoing
})
