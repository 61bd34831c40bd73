import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Schedule from "effect/Schedule"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Webhook } from "standardwebhooks"
import { loggerLayer, runProcess, StartRefused } from "vedette/node"
import { startStandalone } from "./startStandalone.ts"
import { demoApi } from "./demo/DemoApi.ts"
import { openMailServer } from "./demo/MailServer.ts"
import { openReceiver } from "./demo/WebhookReceiver.ts"
import { openShop } from "./demo/ShopPage.ts"

// The whole story on this machine, without a network: a price falls, the task notices, an email and a signed webhook arrive.

const say = (text: string) => Effect.sync(() => console.log(text))
const step = (text: string) => say(`\n• ${text}`)

/** The demo's user. Nothing leaves this machine, so the address need not exist. */
const you = "you@example.org"

const scratchFolder = Effect.acquireRelease(
  Effect.promise(async () => {
    const folder = await mkdtemp(join(tmpdir(), "vedette-demo-"))
    // As root the database runs as another user, and moves elsewhere when it cannot reach its folder.
    await chmod(folder, 0o755)
    return folder
  }),
  (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true }))
)

const demo = Effect.gen(function*() {
  yield* say("Vedette, the whole story: a page changes, a task notices, its owner is told once.")
  const shop = yield* openShop(349)
  const receiver = yield* openReceiver
  const mailServer = yield* openMailServer
  yield* step("Starting a server, a worker and a real PostgreSQL …")
  const vedette = yield* startStandalone({
    host: "127.0.0.1",
    port: 0,
    publicUrl: null,
    databaseUrl: null,
    dataDir: yield* scratchFolder,
    secretKey: null,
    apiKey: null,
    userEmail: you,
    smtpUrl: mailServer.url,
    mailFrom: "Vedette <alerts@vedette.example>",
    allowPrivateAddresses: true,
    concurrency: 10,
    perOwner: null,
    lease: Duration.seconds(30),
    retention: Duration.days(90),
    minInterval: Duration.seconds(1),
    maxInterval: Duration.seconds(2)
  })
  const api = demoApi(vedette.url, vedette.apiKey)
  yield* say(`  ready on ${vedette.url}`)

  yield* step(`A shop on this machine sells a camera for $349: ${shop.url}`)
  const created = yield* api.createTask({
    name: "Koda 2 below $300",
    search_query: `What does the Koda 2 cost at ${shop.url}?`,
    condition_description: "price below $300",
    notifications: [{ type: "webhook", url: receiver.url }, { type: "email", address: you }],
    run_immediately: true
  })
  yield* step("We ask Vedette to tell us when \"price below $300\" comes true.")
  yield* say(`  understood as    ${created.condition}`)
  yield* say(`  webhook secret   ${created.webhook_secret?.slice(0, 12)}… (shown once)`)

  const lastRun = (verdict: string) =>
    api.executions(created.id).pipe(
      Effect.map((executions) => executions.find((execution) => execution.result?.verdict === verdict)),
      Effect.flatMap((found) => found === undefined ? Effect.fail("not yet" as const) : Effect.succeed(found)),
      Effect.retry({ schedule: Schedule.spaced("100 millis"), while: (error) => error === "not yet" }),
      Effect.timeout("20 seconds")
    )
  const first = yield* lastRun("not_met")
  yield* step("It looks at once:")
  yield* say(`  verdict          ${first.result?.verdict} (confidence ${first.result?.confidence})`)
  yield* say(`  answer           ${first.result?.answer}`)
  yield* say(`  quoted           "${first.result?.quotes[0]?.text}"`)
  const waiting = yield* api.task(created.id)
  yield* say(`  looks again      ${waiting.next_run_reason}`)

  yield* step("The shop lowers the price to $279. Nobody tells Vedette; it looks on its own cadence.")
  yield* shop.setPrice(279)

  const webhook = yield* Queue.take(receiver.received).pipe(Effect.timeout("20 seconds"))
  yield* step("A webhook arrives:")
  const { "webhook-id": id, "webhook-signature": signature, "webhook-timestamp": timestamp } = webhook.headers
  const verified = new Webhook(created.webhook_secret ?? "").verify(webhook.body, {
    "webhook-id": String(id),
    "webhook-signature": String(signature),
    "webhook-timestamp": String(timestamp)
  }) as { readonly type: string; readonly answer: string; readonly sources: ReadonlyArray<string> }
  yield* say(`  signature        verified with the public standardwebhooks package`)
  yield* say(`  type             ${verified.type}`)
  yield* say(`  answer           ${verified.answer}`)
  yield* say(`  source           ${verified.sources[0]}`)

  const mail = yield* Queue.take(mailServer.received).pipe(Effect.timeout("20 seconds"))
  yield* step("And an email, through a real mail server on this machine:")
  yield* say(`  from             ${mail.from}`)
  yield* say(`  to               ${mail.to}`)
  yield* say(`  subject          ${mail.subject}`)
  yield* say(`  text             ${mail.text.split("\n").find((line) => line.includes("279")) ?? mail.text}`)

  yield* Effect.sleep("2500 millis")
  const extra = (yield* Queue.size(receiver.received)) + (yield* Queue.size(mailServer.received))
  const done = yield* api.task(created.id)
  if (extra > 0 || done.state !== "completed" || done.next_run !== null) {
    return yield* new StartRefused({ exitCode: 1, message: `The demo failed: ${extra} extra messages, the task is ${done.state}.` })
  }
  yield* step(`Told once on each channel. The task is ${done.state}, and nothing more is scheduled.`)
  yield* say("\nStart your own with `npm start`.\n")
})

runProcess(demo.pipe(Effect.provide(loggerLayer({ logLevel: "warn", logFormat: "pretty" }))))
