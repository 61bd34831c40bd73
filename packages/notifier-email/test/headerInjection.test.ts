import { assert, it } from "@effect/vitest"
import { outgoingMessage } from "@vedette/testkit/notifier"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { createTransport } from "nodemailer"
import PostalMime from "postal-mime"
import { DigestId } from "@vedette/domain"
import { alertDocument } from "../src/alertDocument.ts"
import { composeEmail } from "../src/composeEmail.ts"
import { digestDocument } from "../src/digestDocument.ts"
import type { EmailDocument } from "../src/document/EmailDocument.ts"
import { templateDocument } from "../src/templateDocument.ts"
import { maxSubjectLength } from "../src/emailSubject.ts"

const hostile = Arbitrary.map(
  Arbitrary.array(
    Arbitrary.schema(Schema.Union([
      Schema.Literals([
        "\r\n", "\n", "\r", "\u2028", "\u0085", "\v", "\0", "Bcc: eve@evil.example", "Subject: other", "Content-Type: text/html",
        "--", "\r\n\r\n", "<script>alert(1)</script>", "=?utf-8?q?=0D=0ABcc:_eve@evil.example?=", "\ud83d", "é", "🔔", " "
      ]),
      Schema.String
    ])),
    { maxLength: 12 }
  ),
  (parts) => parts.join("")
)

const wire = createTransport({ streamTransport: true, buffer: true, newline: "windows" })

const headers = [
  "auto-submitted", "content-type", "date", "from", "in-reply-to", "list-id", "list-unsubscribe", "list-unsubscribe-post",
  "message-id", "mime-version", "references", "subject", "to"
]

/** What holds of every mail. */
const check = Effect.fnUntraced(function*(document: EmailDocument) {
  const mail = composeEmail(document, {
    sender: { name: "Vedette", address: "alerts@example.com", host: "example.com" },
    to: "ada@example.org",
    id: "1",
    thread: "task-1",
    now: DateTime.makeUnsafe("2026-11-21T09:31:00Z"),
    unsubscribeUrl: "https://vedette.example.com/unsubscribe/x"
  })
  const { message: raw } = yield* Effect.promise(() => wire.sendMail(mail))
  const parsed = yield* Effect.promise(() => PostalMime.parse(raw as Buffer))
  assert.deepStrictEqual(parsed.headers.map(({ key }) => key).sort(), headers)
  assert.deepStrictEqual(parsed.to?.map(({ address }) => address), ["ada@example.org"])
  assert.isUndefined(parsed.bcc)
  assert.isAtMost((parsed.subject ?? "").length, maxSubjectLength)
  assert.notMatch(parsed.subject ?? "", /[\p{Cc}\u2028\u2029]/u)
  assert.notMatch(parsed.html ?? "", /<script/i)
  // RFC 5322 §2.1.1: no line is longer than 998 octets.
  for (const line of (raw as Buffer).toString("latin1").split("\r\n")) assert.isAtMost(line.length, 998)
})

it.effect.prop(
  "whatever a task is called and a page says, a mail has these headers, one recipient and a one-line subject",
  [hostile, hostile, hostile],
  ([taskName, answer, evidence]) =>
    Effect.gen(function*() {
      const { message } = outgoingMessage(1, {
        taskName,
        answer,
        evidence,
        sources: [{ uri: `https://shop.example/${evidence}`, title: taskName }]
      })
      const documents = [
        alertDocument(message),
        templateDocument({ subject: taskName, body: `${answer}\n\n${evidence}` }),
        digestDocument({
          digestId: DigestId.make("019a0000-0000-7000-9000-000000000001"),
          settings: { frequency: "daily", time: "09:00", timezone: "Europe/Berlin" },
          messages: [message]
        })
      ]
      for (const document of documents) yield* check(document)
    }),
  { arbitrary: { runs: 40 } }
)
