import { assert, describe, it } from "@effect/vitest"
import { NotifierError, type Notifier, type OutgoingMessage } from "@vedette/domain"
import { NotifierSubject, notifierContract, outgoingMessage } from "@vedette/testkit/notifier"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { TestClock } from "effect/testing"
import { type EmailOptions, emailNotifier } from "../src/index.ts"
import { openMailServer } from "./MailServer.ts"

const now = DateTime.makeUnsafe("2026-11-21T09:31:00Z")
const from = "Vedette <alerts@example.com>"

const channel = (smtpUrl: string, options: Partial<EmailOptions> = {}) =>
  emailNotifier({ smtpUrl: Redacted.make(smtpUrl), from, publicUrl: "https://vedette.example.com", ...options })

const deliver = (notifier: Notifier, outgoing: OutgoingMessage = outgoingMessage(), unsubscribe: string | null = null) =>
  notifier.deliver(outgoing, { address: "ada@example.org" }, { secrets: [], now, unsubscribe })

const reasonOf = (effect: ReturnType<typeof deliver>) => Effect.map(Effect.flip(effect), (error) => {
  assert.instanceOf(error, NotifierError)
  return error.reason
})

const subject = {
  target: { address: " Ada@Example.ORG ", template: null },
  otherTarget: { address: "bob@example.org" },
  concealed: ["null"],
  refused: [
    { target: {}, message: "Email address required" },
    { target: { address: "ada" }, message: "Invalid email address" }
  ],
  secrets: ["first secret", "second secret"] as const
}

notifierContract(
  "email",
  { signed: false, deduplicates: false, configured: true, digests: true, consents: true },
  Layer.effect(
    NotifierSubject,
    Effect.map(openMailServer(), ({ receiver, url }) => ({ ...subject, notifier: channel(url), receiver }))
  )
)

notifierContract(
  "email without a mail server",
  { signed: false, deduplicates: false, configured: false, digests: true, consents: false },
  Layer.succeed(NotifierSubject, {
    ...subject,
    notifier: emailNotifier({ smtpUrl: null, from, publicUrl: null }),
    receiver: null
  })
)

describe("a mail on the wire", () => {
  it.effect("is one to one, says who sent it and when, and is an alternative of text and HTML that say the same", () =>
    Effect.gen(function*() {
      const server = yield* openMailServer()
      yield* deliver(channel(server.url))
      const [{ from, mail, to } = assert.fail("nothing arrived")] = server.mails
      assert.strictEqual(from, "alerts@example.com")
      assert.deepStrictEqual(to, ["ada@example.org"])
      assert.deepInclude(mail.from, { name: "Vedette", address: "alerts@example.com" })
      assert.deepStrictEqual(mail.to?.map(({ address }) => address), ["ada@example.org"])
      assert.strictEqual(mail.date, "2026-11-21T09:31:00.000Z")
      assert.strictEqual(mail.subject, "Espresso machine under 300: The Rancilio Silvia costs 289.00 EUR now.")
      for (const part of [mail.text, mail.html]) {
        assert.include(part, "The Rancilio Silvia costs 289.00 EUR now.")
        assert.include(part, "structured data says 289.00 EUR.")
        assert.include(part, "https://shop.example/silvia")
      }
      assert.match(server.mails[0]?.raw ?? "", /content-type: multipart\/alternative/i)
      assert.isEmpty(mail.attachments)
    }))

  it.effect("has the same id at every try, and threads with the other alerts of its task", () =>
    Effect.gen(function*() {
      const server = yield* openMailServer()
      const notifier = channel(server.url)
      yield* Effect.forEach([1, 1, 2], (n) => deliver(notifier, outgoingMessage(n)))
      const [first, again, second] = server.mails.map(({ mail }) => mail)
      assert.strictEqual(first?.messageId, `<${outgoingMessage(1).deliveryId}@example.com>`)
      assert.strictEqual(again?.messageId, first?.messageId)
      assert.notStrictEqual(second?.messageId, first?.messageId)
      const root = `<task-${outgoingMessage().message.taskId}@example.com>`
      for (const mail of [first, second]) {
        assert.strictEqual(mail?.inReplyTo, root)
        assert.strictEqual(mail?.references, root)
      }
    }))

  it.effect("carries the one-click unsubscription of RFC 8058, in its headers and for a reader", () =>
    Effect.gen(function*() {
      const server = yield* openMailServer()
      const token = `v1.${"x".repeat(200)}`
      yield* deliver(channel(server.url), outgoingMessage(), token)
      yield* deliver(channel(server.url, { publicUrl: null }), outgoingMessage(), token)
      const [linked, unlinked] = server.mails.map(({ mail }) => mail)
      const header = (mail: typeof linked, key: string) => mail?.headers.find((header) => header.key === key)?.value
      const url = `https://vedette.example.com/unsubscribe/${token}`
      assert.strictEqual(header(linked, "list-unsubscribe"), `<${url}>`)
      assert.strictEqual(header(linked, "list-unsubscribe-post"), "List-Unsubscribe=One-Click")
      for (const part of [linked?.text, linked?.html]) assert.include(part, url)
      assert.isUndefined(header(unlinked, "list-unsubscribe"))
      assert.notInclude(unlinked?.text, token)
    }))

  it.effect("logs in as SMTP_URL says, with a password of any characters", () =>
    Effect.gen(function*() {
      const password = "p@ss/w:rd%?#ü"
      const server = yield* openMailServer({
        authOptional: false,
        allowInsecureAuth: true,
        onAuth: ({ password: given, username }, _, done) =>
          given === password ? done(null, { user: username ?? "" }) : done(new Error("Invalid username or password"))
      })
      yield* deliver(channel(`smtp://ada:${encodeURIComponent(password)}@127.0.0.1:${server.port}`))
      assert.strictEqual(server.mails[0]?.user, "ada")
      const reason = yield* reasonOf(deliver(channel(`smtp://ada:wrong@127.0.0.1:${server.port}`)))
      assert.strictEqual(reason._tag, "DeliveryDeferred")
      assert.match(reason.message, /^The mail server refused the login that SMTP_URL gives: 535/)
      assert.notInclude(JSON.stringify(reason), "wrong")
    }))
})

describe("what an answer of the mail server means", () => {
  const table: ReadonlyArray<readonly [
    step: "connect" | "sender" | "recipient" | "data",
    code: number,
    tag: "DeliveryDeferred" | "TargetRejected"
  ]> = [
    ["connect", 421, "DeliveryDeferred"],
    ["connect", 554, "DeliveryDeferred"],
    ["sender", 451, "DeliveryDeferred"],
    ["sender", 550, "TargetRejected"],
    ["recipient", 450, "DeliveryDeferred"],
    ["recipient", 452, "DeliveryDeferred"],
    ["recipient", 550, "TargetRejected"],
    ["data", 421, "DeliveryDeferred"],
    ["data", 451, "DeliveryDeferred"],
    ["data", 552, "TargetRejected"],
    ["data", 554, "TargetRejected"]
  ]
  for (const [step, code, tag] of table) {
    it.effect(`${code} at the ${step} is ${tag}`, () =>
      Effect.gen(function*() {
        const server = yield* openMailServer()
        server.meet((at) => at === step ? server.answer(code, "because it says so") : null)
        const reason = yield* reasonOf(deliver(channel(server.url)))
        assert.strictEqual(reason._tag, tag)
        if (step !== "connect") assert.include(reason.message, `${code} because it says so`)
        if (reason._tag === "TargetRejected") assert.isFalse(reason.gone)
      }))
  }

  it.effect("a server that is not there, or not found, is put off", () =>
    Effect.gen(function*() {
      const port = yield* Effect.scoped(Effect.map(openMailServer(), ({ port }) => port))
      for (const url of [`smtp://127.0.0.1:${port}`, "smtp://mail.invalid:25"]) {
        const reason = yield* reasonOf(deliver(channel(url)))
        assert.strictEqual(reason._tag, "DeliveryDeferred")
        assert.match(reason.message, /^The mail server/)
      }
    }))

  it.effect("a server that says nothing for 15 s is put off, and its connection closed", () =>
    Effect.gen(function*() {
      const server = yield* openMailServer()
      server.meet((step) => step === "data" ? "hang" : null)
      const sending = yield* Effect.forkChild(reasonOf(deliver(channel(server.url))))
      yield* Effect.promise(() => until(() => server.mails.length === 1))
      yield* TestClock.adjust("15 seconds")
      const reason = yield* Fiber.join(sending)
      assert.strictEqual(reason._tag, "DeliveryDeferred")
      assert.strictEqual(reason.message, "The mail server took too long")
      yield* Effect.promise(() => until(() => server.connections.open === 0))
    }))

  it.effect("interrupting a delivery closes its connection", () =>
    Effect.gen(function*() {
      const server = yield* openMailServer()
      server.meet((step) => step === "data" ? "hang" : null)
      const sending = yield* Effect.forkChild(deliver(channel(server.url)))
      yield* Effect.promise(() => until(() => server.mails.length === 1))
      yield* Fiber.interrupt(sending)
      yield* Effect.promise(() => until(() => server.connections.open === 0))
      assert.strictEqual(server.connections.opened, 1)
    }))
})

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}

it.effect("a delivery says what is missing on this server", () =>
  Effect.gen(function*() {
    const table: ReadonlyArray<readonly [Partial<EmailOptions>, RegExp]> = [
      [{ smtpUrl: null }, /^Email is not configured on this server \(SMTP_URL is not set\)/],
      [{ from: null }, /\(MAIL_FROM is not set\)/],
      [{ from: "Vedette" }, /\(MAIL_FROM is no address\)/]
    ]
    for (const [missing, says] of table) {
      const reason = yield* reasonOf(deliver(channel("smtp://127.0.0.1:1", missing)))
      assert.strictEqual(reason._tag, "ChannelUnconfigured")
      assert.match(reason.message, says)
    }
  }))
