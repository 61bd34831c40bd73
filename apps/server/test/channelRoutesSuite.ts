import { AccountChannels, ChannelKind, claimRuns, Outbox, Secrets, settleRuns, UserId } from "@vedette/domain"
import {
  AccountChannelBody,
  AccountChannelsBody,
  SECRET_MASK,
  TaskBody,
  WebhookConfigBody,
  WebhookDeliveryBody,
  WebhookSettingsBody
} from "@vedette/http-contract"
import { aJudgement } from "@vedette/testkit/fixtures"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type StorageLayer, startTestServer, type TestServer } from "./startTestServer.ts"

const settings = "/api/v1/notifications/webhook/settings"
const config = "/api/v1/webhooks/config"
const channels = "/api/v1/notifications/channels"
const url = "https://203.0.114.7/hook"
const everyEvent = ["condition_met", "health_changed"]
const whsec = expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)

/** The account's default channels, over any storage. */
export const channelRoutesSuite = (name: string, storage: StorageLayer): void => {
  describe(`default channel routes on ${name}`, () => {
    let server: TestServer
    const webhook = ChannelKind.make("webhook")
    const stored = () =>
      server.run(AccountChannels.use((all) => all.find(UserId.make(server.aliceId), webhook))).then(Option.getOrThrow)
    const plainSecrets = async () => {
      const { secrets } = await stored()
      return server.run(Effect.forEach(secrets, ({ sealed }) => Secrets.use(({ open }) => open(sealed))))
    }
    const post = async (body: object) => (await server.alice("POST", settings, { body })).as(WebhookSettingsBody)

    beforeAll(async () => {
      server = await startTestServer(storage)
    })
    beforeEach(async () => {
      await server.alice("DELETE", `${channels}/webhook`)
      await server.alice("DELETE", `${channels}/email`)
    })
    afterAll(() => server.stop())

    test("before it is set up, the settings say so", async () => {
      expect((await server.alice("GET", settings)).as(WebhookSettingsBody)).toEqual({
        enabled: false,
        url: null,
        events: everyEvent,
        secret: null,
        method: "POST",
        headers: {},
        disabled_reason: null
      })
      expect((await server.alice("GET", config)).as(WebhookConfigBody)).toEqual({ url: null, secret: null, enabled: false })
      expect((await server.alice("GET", `${channels}/webhook`)).status).toBe(404)
    })

    test("the secret is shown whole when it is issued, and masked ever after", async () => {
      const created = await post({ enabled: true, url, events: ["condition_met"] })
      expect(created).toMatchObject({ enabled: true, url, events: ["condition_met"], secret: whsec })
      expect(await plainSecrets()).toEqual([created.secret])
      expect((await server.alice("GET", settings)).as(WebhookSettingsBody).secret).toBe(SECRET_MASK)
      expect((await server.alice("GET", config)).as(WebhookConfigBody)).toEqual({ url, secret: SECRET_MASK, enabled: true })
      expect((await post({ enabled: false })).secret).toBe(SECRET_MASK)
      expect(await plainSecrets()).toEqual([created.secret])
    })

    test("what is left out, null or masked stays as it is", async () => {
      await post({ url, method: "PUT", headers: { "x-team": "a" }, events: ["health_changed"] })
      const before = await plainSecrets()
      expect(await post({ enabled: false, url: null, secret: SECRET_MASK, method: null })).toMatchObject({
        enabled: false,
        url,
        method: "PUT",
        headers: { "x-team": "a" },
        events: ["health_changed"]
      })
      expect(await plainSecrets()).toEqual(before)
    })

    test("pointed elsewhere it gets a fresh secret, and the former receiver's is forgotten", async () => {
      const first = await post({ url })
      const second = await post({ url: "https://203.0.114.8/hook" })
      expect(second.secret).toEqual(whsec)
      expect(second.secret).not.toBe(first.secret)
      expect(await plainSecrets()).toEqual([second.secret])
    })

    test("an owner may bring a secret; the former one is good for 24 hours beside it", async () => {
      const first = await post({ url })
      const own = `whsec_${Buffer.alloc(24, 7).toString("base64")}`
      expect((await post({ secret: own })).secret).toBe(SECRET_MASK)
      expect(await plainSecrets()).toEqual([own, first.secret])
      const weak = await server.alice("POST", settings, { body: { secret: "your-webhook-secret" } })
      expect([weak.status, weak.json()]).toMatchObject([400, { code: "invalid_notification" }])
    })

    test("a rotated secret is shown once; the old one signs beside it for 24 hours", async () => {
      const { secret: first } = await post({ url })
      const rotated = await server.alice("POST", `${settings}/rotate-secret`)
      expect(rotated.json()).toEqual({ secret: whsec })
      expect(await plainSecrets()).toEqual([Object(rotated.json()).secret, first])
      const [, old] = (await stored()).secrets
      const left = DateTime.distance(await server.run(DateTime.now), old!.validUntil!)
      expect(Duration.toHours(left)).toBeGreaterThan(23.9)
      expect(Duration.toHours(left)).toBeLessThanOrEqual(24)
    })

    test("without a webhook there is nothing to rotate, and an email has no secret", async () => {
      expect((await server.alice("POST", `${settings}/rotate-secret`)).json()).toMatchObject({ code: "no_such_channel" })
      await server.alice("PUT", `${channels}/email`, { body: { target: { address: "alice@example.com" } } })
      const answer = await server.alice("POST", `${channels}/email/rotate-secret`)
      expect([answer.status, answer.json()]).toMatchObject([409, { code: "channel_unsigned" }])
    })

    test("the original's clients set it up, switch it and remove it in their own words", async () => {
      const put = async (body: object) => (await server.alice("PUT", config, { body })).as(WebhookConfigBody)
      expect(await put({ webhook_url: url, enabled: true })).toEqual({ url, secret: whsec, enabled: true })
      expect(await put({ webhook_url: url })).toEqual({ url, secret: SECRET_MASK, enabled: false })
      expect(await put({ webhook_url: null })).toEqual({ url: null, secret: null, enabled: false })
      expect(await put({ enabled: true })).toEqual({ url: null, secret: null, enabled: false })
    })

    test("every kind of the server can be a default", async () => {
      const put = await server.alice("PUT", `${channels}/email`, { body: { target: { address: "Alice@EXAMPLE.com" }, events: [] } })
      expect(put.as(AccountChannelBody)).toMatchObject({
        type: "email",
        enabled: true,
        events: [],
        target: { address: "Alice@example.com" },
        secret: null
      })
      await post({ url })
      const { channels: all } = (await server.alice("GET", channels)).as(AccountChannelsBody)
      expect(all.map(({ type }) => type)).toEqual(["email", "webhook"])
      expect((await server.bob("GET", channels)).as(AccountChannelsBody).channels).toEqual([])
      expect((await server.alice("DELETE", `${channels}/email`)).status).toBe(204)
      expect((await server.alice("DELETE", `${channels}/email`)).status).toBe(404)
    })

    test.each([
      ["POST", settings, {}, 400, "invalid_notification"],
      ["POST", settings, { url: "http://203.0.114.7/" }, 400, "invalid_notification"],
      ["POST", settings, { url: "https://127.0.0.1/" }, 400, "invalid_notification"],
      ["POST", settings, { url: "https://[::ffff:10.0.0.1]/" }, 400, "invalid_notification"],
      ["POST", settings, { url, headers: { "webhook-id": "x" } }, 400, "invalid_notification"],
      ["POST", settings, { url, events: ["everything"] }, 422, "validation_failed"],
      ["PUT", config, { webhook_url: "https://169.254.169.254/latest" }, 400, "invalid_notification"],
      ["PUT", `${channels}/pigeon`, {}, 422, "validation_failed"],
      ["PUT", `${channels}/email`, { target: { address: "no" } }, 400, "invalid_notification"],
      ["POST", `${channels}/webhook/test`, {}, 404, "no_such_channel"],
      ["POST", `${channels}/webhook/test`, { target: { url: "https://10.1.2.3/" } }, 400, "invalid_notification"],
      ["POST", "/api/v1/webhooks/test", { webhook_url: "https://192.168.0.1/" }, 400, "invalid_notification"],
      ["POST", "/api/v1/webhooks/test", { webhook_url: url, webhook_secret: "short" }, 400, "invalid_notification"],
      ["GET", "/api/v1/webhooks/deliveries?limit=0", undefined, 422, "validation_failed"]
    ] as const)("%s %s %j is refused", async (method, path, body, status, code) => {
      const answer = await server.alice(method, path, body === undefined ? {} : { body })
      expect([answer.status, answer.json()]).toMatchObject([status, status === 422 ? {} : { code }])
    })

    test("the default webhook really tells, and its deliveries are listed in the original's words", async () => {
      await post({ url })
      const { id } = (await server.alice("POST", "/api/v1/tasks", { body: { search_query: "x" } })).as(TaskBody)
      await server.alice("POST", `/api/v1/tasks/${id}/execute`)
      const { runs } = await server.run(claimRuns({ limit: 100, lease: Duration.minutes(5), worker: "test" }))
      await server.run(settleRuns(runs.map((run) => ({ run, outcome: { _tag: "Judged", judgement: aJudgement() } as const }))))
      const list = async (query: string) =>
        (await server.alice("GET", `/api/v1/webhooks/deliveries${query}`)).as(Schema.Array(WebhookDeliveryBody))
      const [delivery] = await list(`?task_id=${id}&limit=10`)
      expect(delivery).toMatchObject({ task_id: id, webhook_url: url, attempt_number: 0, delivered_at: null, failed_at: null })
      await server.run(Effect.gen(function*() {
        const [claimed] = yield* Outbox.use((outbox) =>
          outbox.claim({ kind: webhook, limit: 1, lease: Duration.minutes(1), worker: "test" }))
        const { createdAt } = claimed!
        yield* Outbox.use((outbox) =>
          outbox.save({ ...claimed!, status: "sent", attempts: 1, lastHttpStatus: 204, dueAt: null, completedAt: createdAt }, null))
      }))
      expect((await list(""))[0]).toMatchObject({ http_status: 204, attempt_number: 1, delivered_at: expect.any(String), next_retry_at: null })
      expect((await server.bob("GET", `/api/v1/webhooks/deliveries?task_id=${id}`)).status).toBe(404)
    })
  })
}
