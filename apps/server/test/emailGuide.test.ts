import { claimDeliveries, claimDigests, Notifiers, notifiersOf, placeholders, tryDelivery, tryDigest } from "@vedette/domain"
import { emailNotifier } from "@vedette/notifier-email"
import { MemoryStorage } from "@vedette/storage-memory"
import { aJudgement } from "@vedette/testkit/fixtures"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { readFileSync } from "node:fs"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openTestMail, type TestMail } from "./openTestMail.ts"
import { runGuide } from "./runGuide.ts"
import { runOnce } from "./runOnce.ts"
import { startTestServer, type TestServer } from "./startTestServer.ts"

describe("the guide to email", () => {
  let mail: TestMail
  let server: TestServer
  let env: Record<string, string>

  beforeAll(async () => {
    mail = await openTestMail()
    const channel = emailNotifier({
      smtpUrl: Redacted.make(mail.url),
      from: "Vedette <alerts@example.org>",
      publicUrl: "https://vedette.example.org"
    })
    server = await startTestServer(MemoryStorage.layer, {}, undefined, Layer.succeed(Notifiers, notifiersOf(channel)))
    env = {
      PATH: process.env["PATH"] ?? "",
      VEDETTE: await server.app.listen({ port: 0, host: "127.0.0.1" }),
      KEY: server.keyOf("alice")
    }
  })
  afterAll(async () => {
    await server.stop()
    await mail.stop()
  })

  const deliver = () =>
    server.run(Effect.gen(function*() {
      for (const kind of (yield* Notifiers).keys()) {
        yield* Effect.forEach(yield* claimDeliveries({ kind, limit: 10, worker: "test" }), tryDelivery)
        yield* Effect.forEach(yield* claimDigests({ kind, limit: 10, worker: "test" }), tryDigest)
      }
    }))

  const clickOnce = () => {
    const header = mail.mails.at(-1)?.headers.find(({ key }) => key === "list-unsubscribe")?.value ?? ""
    const path = /^<https:\/\/vedette\.example\.org(\/\S+)>$/.exec(header)?.[1] ?? ""
    return fetch(`${env["VEDETTE"]}${path}`, { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) })
  }

  test("every command, run as it stands there, answers what stands under it", async () => {
    const compared = await runGuide("email.md", env, {
      "the code arrives": async () => {
        env["CODE"] = /^\d{6}/.exec(mail.mails.at(-1)?.subject ?? "")?.[0] ?? ""
      },
      "the worker runs it": () => runOnce(server, env["TASK"] ?? "", { _tag: "Judged", judgement: aJudgement() }),
      "the worker delivers": deliver,
      "a mail program clicks once": clickOnce
    })
    expect(compared).toBe(8)
  })

  test("every placeholder is in its table, and none that is not", () => {
    const guide = readFileSync(new URL("../../../docs/guides/email.md", import.meta.url), "utf8")
    const rows = [...guide.matchAll(/^\| `\{\{(\w+)\}\}` \| (.*) \|$/gm)].map(([, name, meaning]) => [name, meaning])
    expect(rows).toEqual(Object.entries(placeholders).map(([name, { meaning }]) => [name, meaning]))
  })
})
