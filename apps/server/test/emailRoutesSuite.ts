import {
  ChannelKind,
  claimDeliveries,
  claimDigests,
  claimRuns,
  Notifiers,
  notifiersOf,
  settleRuns,
  tryDelivery,
  tryDigest
} from "@vedette/domain"
import {
  CodeSentBody,
  EmailPreviewBody,
  EmailSettingsBody,
  EmailTemplateBody,
  MessageBody,
  SendsBody,
  TaskBody,
  UnsubscribesBody,
  VerifiedEmailsBody
} from "@vedette/http-contract"
import { emailNotifier } from "@vedette/notifier-email"
import { aJudgement } from "@vedette/testkit/fixtures"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openTestMail, type TestMail } from "./openTestMail.ts"
import { type StorageLayer, startTestServer, type TestServer } from "./startTestServer.ts"

const verification = "/api/v1/email-verification"
const email = ChannelKind.make("email")
const address = "ada@example.org"
const publicUrl = "https://vedette.example.com"

/** Verified addresses and unsubscription, through a real mail server and over any storage. */
export const emailRoutesSuite = (name: string, storage: StorageLayer): void => {
  describe(`email routes on ${name}`, () => {
    let server: TestServer
    let mail: TestMail

    const header = (at: number, key: string) => mail.mails.at(at)?.headers.find((header) => header.key === key)?.value
    /** Alice's next alert to the address, delivered as a worker would; what the send log says of it. */
    const told = async (taskName = "Kettle <b>", notifications: ReadonlyArray<object> = [{ type: "email", address }]) => {
      const body = { name: taskName, search_query: "x", notifications }
      const { id } = (await server.alice("POST", "/api/v1/tasks", { body })).as(TaskBody)
      await server.alice("POST", `/api/v1/tasks/${id}/execute`)
      const { runs } = await server.run(claimRuns({ limit: 100, lease: Duration.minutes(5), worker: "test" }))
      const outcome = { _tag: "Judged", judgement: aJudgement() } as const
      await server.run(settleRuns(runs.map((run) => ({ run, outcome }))))
      const claimed = await server.run(claimDeliveries({ kind: email, limit: 10, worker: "test" }))
      await server.run(Effect.forEach(claimed, tryDelivery, { discard: true }))
      const log = await server.alice("GET", `/api/v1/notifications/sends?task_id=${id}`)
      return { id, send: log.as(SendsBody).sends[0] }
    }
    const send = (to = address) => server.alice("POST", `${verification}/send`, { body: { email: to } })
    const verify = (code: string, to = address) => server.alice("POST", `${verification}/verify`, { body: { email: to, code } })

    beforeAll(async () => {
      mail = await openTestMail()
      const channel = emailNotifier({ smtpUrl: Redacted.make(mail.url), from: "Vedette <alerts@example.com>", publicUrl })
      server = await startTestServer(storage, {}, undefined, Layer.succeed(Notifiers, notifiersOf(channel)))
    })
    afterAll(async () => {
      await server.stop()
      await mail.stop()
    })

    test("a task may name an address that is not verified, and nothing is sent there", async () => {
      const { send } = await told()
      expect(send).toMatchObject({ status: "skipped", error_message: `The address ${address} is not verified, so nothing is sent there.` })
      expect(mail.mails).toEqual([])
    })

    test("a code that could not be sent is 503, may be asked for again, and does not count", async () => {
      mail.answerWith(451)
      for (let n = 0; n < 4; n++) {
        const answer = await send()
        expect([answer.status, answer.headers["retry-after"], answer.json()]).toMatchObject([503, "60", { code: "mail_unavailable" }])
      }
      mail.answerWith(null)
    })

    test("a code is sent and verifies the address", async () => {
      expect((await send(" Ada@Example.ORG ".replace("Ada", "ada"))).as(CodeSentBody)).toEqual({
        message: "Verification code sent",
        expires_in_minutes: 15
      })
      const code = /^(\d{6}) is your Vedette code$/.exec(mail.mails.at(-1)?.subject ?? "")?.[1] ?? ""
      expect(mail.mails.at(-1)).toMatchObject({ text: expect.stringContaining(code), html: expect.stringContaining(code) })
      const wrong = await verify(code === "000000" ? "111111" : "000000")
      expect([wrong.status, wrong.json()]).toMatchObject([400, {
        code: "code_refused",
        detail: "Invalid verification code. 4 attempts remaining"
      }])
      expect((await verify(code)).as(MessageBody)).toEqual({ message: "Email verified successfully" })
      expect((await send()).as(CodeSentBody)).toEqual({ message: "Email already verified" })
      expect((await server.alice("GET", `${verification}/verified-emails`)).as(VerifiedEmailsBody)).toEqual({
        verified_emails: [`${server.aliceId}@example.com`, address],
        primary_email: `${server.aliceId}@example.com`
      })
      expect((await server.bob("GET", `${verification}/verified-emails`)).as(VerifiedEmailsBody).verified_emails).not.toContain(address)
    })

    test("the fourth code within an hour is 429 and says when", async () => {
      await send("one@example.org")
      await send("two@example.org")
      const answer = await send("three@example.org")
      expect([answer.status, answer.json()]).toMatchObject([429, { code: "rate_limited" }])
      expect(Number(answer.headers["retry-after"])).toBeGreaterThan(3_500)
    })

    test.each([
      ["", 422],
      ["ada", 422],
      ["Ada <ada@example.org>", 422],
      ["ada@example.org\r\nBcc: eve@example.org", 422]
    ])("%j is no address", async (typed, status) => {
      for (const answer of [await send(typed), await verify("123456", typed)]) {
        expect([answer.status, answer.json()]).toMatchObject([status, { detail: [{ loc: ["body", "email"] }] }])
      }
    })

    test("without a pending code there is nothing to verify", async () => {
      const answer = await server.bob("POST", `${verification}/verify`, { body: { email: address, code: "123456" } })
      expect([answer.status, answer.json()]).toMatchObject([400, { detail: "No verification is pending for this address" }])
    })

    test("opening the link of a mail shows a page and changes nothing; one click by a mail program ends the task's mail", async () => {
      const { id, send } = await told()
      expect(send).toMatchObject({ status: "sent", recipient: address })
      expect(header(-1, "list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click")
      const url = /^<https:\/\/vedette\.example\.com(\/unsubscribe\/\S+)>$/.exec(header(-1, "list-unsubscribe") ?? "")?.[1] ?? ""
      for (const method of ["GET", "HEAD", "GET"] as const) {
        const shown = await server.anybody(method, url)
        expect(shown.status).toBe(200)
        expect(shown.headers["content-type"]).toBe("text/html; charset=utf-8")
      }
      const shown = await server.anybody("GET", url)
      expect(shown.text).toContain("Stop mail about “Kettle &lt;b&gt;”")
      expect(shown.headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; frame-ancestors 'none'/)
      expect(shown.text).not.toMatch(/<script|https?:\/\//)
      expect((await server.alice("GET", "/api/v1/notifications/email/unsubscribes")).as(UnsubscribesBody).unsubscribes).toEqual([])

      const form = { headers: { "content-type": "application/x-www-form-urlencoded" } }
      const done = await server.anybody("POST", url, { ...form, raw: "List-Unsubscribe=One-Click" })
      expect([done.status, done.text]).toEqual([200, expect.stringContaining("No more mail about “Kettle &lt;b&gt;”")])
      expect((await server.alice("GET", "/api/v1/notifications/email/unsubscribes")).as(UnsubscribesBody).unsubscribes).toEqual([
        { email: address, task_id: id, created_at: expect.any(String) }
      ])
      expect((await told("Another")).send).toMatchObject({ status: "sent" })

      await server.anybody("POST", url, { ...form, raw: "scope=account" })
      const ended = (await told("A third")).send
      expect(ended).toMatchObject({ status: "skipped", error_message: `${address} has unsubscribed from all messages of this account.` })
    })

    test("it is taken back in the settings, by the account alone", async () => {
      const resubscribe = { body: { email: address } }
      expect((await server.bob("POST", "/api/v1/notifications/email/resubscribe", resubscribe)).as(MessageBody).message).toBe("Not unsubscribed")
      expect((await server.alice("POST", "/api/v1/notifications/email/resubscribe", resubscribe)).as(MessageBody).message).toBe("Resubscribed")
      expect((await told("A fourth")).send).toMatchObject({ status: "sent" })
    })

    test.each(["", "nonsense", `${"a".repeat(40)}.${"b".repeat(64)}`])("the token %j is 404, to whoever looks and whoever acts", async (token) => {
      for (const method of ["GET", "POST"] as const) {
        const answer = await server.anybody(method, `/unsubscribe/${token}`)
        expect(answer.status).toBe(404)
      }
    })

    test("an address is taken off the list, the account's own is not", async () => {
      const own = await server.alice("DELETE", `${verification}/verified-emails/${server.aliceId}@example.com`)
      expect([own.status, own.json()]).toMatchObject([400, { code: "own_address" }])
      const path = `${verification}/verified-emails/${encodeURIComponent(address)}`
      for (const _ of [1, 2]) expect((await server.alice("DELETE", path)).as(MessageBody)).toEqual({ message: "Email removed" })
      expect((await told("A fifth")).send).toMatchObject({ status: "skipped" })
    })

    test("the account's mail tells of a task without channels of its own, at once or in a digest", async () => {
      const path = "/api/v1/notifications/email/settings"
      const own = `${server.aliceId}@example.com`
      const read = async () => (await server.alice("GET", path)).as(EmailSettingsBody)
      const save = async (body: object) => (await server.alice("POST", path, { body })).as(EmailSettingsBody)
      const start = { enabled: false, email: own, verified: true, digest_frequency: "none", digest_time: "09:00", timezone: "UTC" }
      expect(await read()).toEqual(start)
      expect(await save({ enabled: true })).toEqual({ ...start, enabled: true })
      expect((await told("No channels", [])).send).toMatchObject({ status: "sent", recipient: own, notification_type: "email" })

      const digest = { digest_frequency: "daily", digest_time: "18:30", timezone: "Europe/Berlin" }
      expect(await save(digest)).toEqual({ ...start, ...digest, enabled: true })
      const before = mail.mails.length
      const gathered = await told("Gathered", [])
      expect(gathered.send).toMatchObject({ status: "pending", attempts: 0 })
      expect(new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", timeStyle: "short" }).format(new Date(gathered.send?.next_attempt_at ?? "")))
        .toBe("18:30")
      expect(mail.mails.length).toBe(before)

      // Switched off, what has gathered is told at once.
      expect(await save({ digest_frequency: "none" })).toMatchObject({ digest_frequency: "none", digest_time: "18:30" })
      const due = await server.run(claimDigests({ kind: email, limit: 10, worker: "test" }))
      await server.run(Effect.forEach(due, tryDigest, { discard: true }))
      expect(mail.mails.at(-1)).toMatchObject({
        subject: "Your last digest: 1 alert of 1 task",
        to: [{ address: own }],
        text: expect.stringContaining("## Gathered")
      })
      const log = (await server.alice("GET", `/api/v1/notifications/sends?task_id=${gathered.id}`)).as(SendsBody)
      expect(log.sends).toMatchObject([{ status: "sent", attempts: 1 }])

      expect(await save({ email: "new@example.org" })).toMatchObject({ email: "new@example.org", verified: false })
      expect((await told("Not verified", [])).send).toMatchObject({ status: "skipped", recipient: "new@example.org" })
      expect(await save({ enabled: false })).toMatchObject({ enabled: false })
      expect((await told("Off", [])).send).toBeUndefined()
    })

    test.each([
      [{ digest_frequency: "hourly" }, "digest_frequency", 422],
      [{ digest_time: "24:00" }, "digest_time", 422],
      [{ digest_time: "9:00" }, "digest_time", 422],
      [{ timezone: "Mars/Olympus" }, "timezone", 422],
      [{ timezone: "+02:00" }, "timezone", 422],
      [{ timezone: "" }, "timezone", 422],
      [{ email: "ada" }, null, 400]
    ])("the settings %j are refused", async (body, field, status) => {
      const answer = await server.bob("POST", "/api/v1/notifications/email/settings", { body })
      expect([answer.status, answer.json()]).toMatchObject([
        status,
        field === null ? { detail: "Invalid notification: Invalid email address" } : { detail: [{ loc: ["body", field] }] }
      ])
    })

    test("alerts are worded by the account's template, escaped, and by the server again when it is gone", async () => {
      const path = "/api/v1/notifications/email/template"
      const template = { subject: "[{{ task_name }}] {{answer}}", body: "<b>{{answer}}</b>\n\nSee {{sources}}\n{{task_name}}" }
      expect((await server.alice("GET", path)).as(EmailTemplateBody)).toMatchObject({
        subject: null,
        body: null,
        placeholders: { answer: expect.any(String), sources: expect.any(String) }
      })
      const preview = (await server.alice("POST", `${path}/preview`, { body: template })).as(EmailPreviewBody)
      expect(preview.subject).toBe("[Blue kettle below 50 € <sample>] The price is 45.00 EUR, below 50 EUR (Tea & Co).")
      expect(preview.text).toContain("<b>The price is 45.00 EUR")
      expect(preview.html).toContain("<p dir=\"auto\">&lt;b&gt;The price is 45.00 EUR, below 50 EUR (Tea &amp; Co).&lt;/b&gt;</p>")
      expect(preview.html).toContain("<a href=\"https://shop.example/kettle?colour=blue&amp;size=1\">")
      expect((await server.alice("GET", path)).as(EmailTemplateBody).subject).toBeNull()

      expect((await server.alice("PUT", path, { body: template })).as(EmailTemplateBody)).toMatchObject({ ...template, updated_at: expect.any(String) })
      expect((await server.bob("GET", path)).as(EmailTemplateBody).subject).toBeNull()
      await server.alice("POST", "/api/v1/notifications/email/settings", { body: { enabled: true, email: `${server.aliceId}@example.com` } })
      await told("Worded <i>", [])
      expect(mail.mails.at(-1)?.subject).toMatch(/^\[Worded <i>\] /)
      expect(mail.mails.at(-1)?.html).toContain("Worded &lt;i&gt;</p>")
      expect(header(-1, "list-unsubscribe")).toBeDefined()
      expect((await server.alice("DELETE", path)).status).toBe(204)
      await told("Ours again", [])
      expect(mail.mails.at(-1)?.subject).toMatch(/^Ours again: /)
    })

    test.each([
      [{ subject: "{{answr}}", body: "x" }, "subject", "Value error, unknown placeholder {{answr}}; did you mean {{answer}}?"],
      [{ subject: "x", body: "{{task_name}} {{answer" }, "body", "Value error, a placeholder is not closed: {{ without }}"],
      [{ subject: "x", body: "{{constructor}}" }, "body", expect.stringContaining("unknown placeholder {{constructor}}; there are {{task_name}}, ")],
      [{ subject: " ", body: "x" }, "subject", "String should have at least 1 character"]
    ])("the template %j is refused, to be saved and to be seen", async (body, part, msg) => {
      for (const [method, path] of [["PUT", ""], ["POST", "/preview"]] as const) {
        const answer = await server.bob(method, `/api/v1/notifications/email/template${path}`, { body })
        expect([answer.status, answer.json()]).toMatchObject([422, { detail: [{ loc: ["body", part], msg }] }])
      }
    })

    test("a server without mail has nothing to set up, and nothing to word", async () => {
      const bare = await startTestServer(storage, {}, undefined, Layer.succeed(Notifiers, notifiersOf()))
      const settings = "/api/v1/notifications/email"
      const template = { subject: "x", body: "y" }
      const answers = [
        await bare.alice("POST", `${settings}/settings`, { body: { enabled: true, email: address } }),
        await bare.alice("PUT", `${settings}/template`, { body: template }),
        await bare.alice("POST", `${settings}/template/preview`, { body: template })
      ]
      expect(answers.map(({ status }) => status)).toEqual([404, 409, 409])
      await bare.stop()
    })

    test("nobody else's, and not without a key", async () => {
      for (const path of ["/verified-emails", "/send", "/verify"]) {
        expect((await server.anybody(path === "/verified-emails" ? "GET" : "POST", `${verification}${path}`)).status).toBe(401)
      }
    })
  })
}
