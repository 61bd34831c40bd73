import {
  type AccountChannels,
  AccountRepository,
  type ApiKey,
  type ApiKeyId,
  type ConsentRepository,
  type DigestRepository,
  type MessageTemplates,
  type ExecutionRepository,
  type FeedTokenRepository,
  freshId,
  type IdempotencyStore,
  Notifiers,
  notifiersOf,
  type Outbox,
  type PageArchive,
  prefixOf,
  type Inbox,
  type BudgetLedger,
  type RateLimits,
  Secrets,
  type TaskRepository,
  type UnitOfWork,
  type UserId,
  type WorkQueue
} from "@vedette/domain"
import { emailNotifier } from "@vedette/notifier-email"
import { webhookNotifier } from "@vedette/notifier-webhook"
import { OutboundHttpFetch } from "@vedette/outbound"
import { ScriptedSearch, TestSecrets } from "@vedette/testkit/fakes"
import { anApiKey, aUser } from "@vedette/testkit/fixtures"
import { SecureRandom } from "effect/crypto"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { buildServer, type ServerOptions, type ServerServices } from "../src/index.ts"
import { noteAnswers } from "./answered.ts"
import { callerOf } from "./callerOf.ts"

export type StorageLayer = Layer.Layer<
  | AccountChannels
  | AccountRepository
  | ConsentRepository
  | DigestRepository
  | MessageTemplates
  | ExecutionRepository
  | FeedTokenRepository
  | IdempotencyStore
  | Outbox
  | PageArchive
  | Inbox
  | BudgetLedger
  | RateLimits
  | TaskRepository
  | UnitOfWork
  | WorkQueue,
  unknown
>

const channels = Layer.effect(
  Notifiers,
  Effect.map(webhookNotifier(), (webhook) => notifiersOf(emailNotifier({ smtpUrl: null, from: null, publicUrl: null }), webhook))
).pipe(Layer.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: false })))

/** A user of its own, and a key that opens it. */
export const givenUser = Effect.fn(function*(key: string, overrides: Partial<ApiKey> = {}) {
  const accounts = yield* AccountRepository
  const secrets = yield* Secrets
  const id = yield* freshId<UserId>()
  yield* accounts.insertUser(aUser({ id, email: `${id}@example.com` }))
  yield* accounts.insertKey(anApiKey({
    id: yield* freshId<ApiKeyId>(),
    userId: id,
    prefix: prefixOf(key),
    digest: yield* secrets.digest(key),
    scopes: ["read", "write", "admin"],
    ...overrides
  }))
  return id
})

const keyOf = (name: string) => `sk_${name}_${"x".repeat(30)}`

/** The real server over a storage, with two users and a stranger who call it. It logs to `log`, or to nobody. */
export const startTestServer = async (
  storage: StorageLayer,
  options: ServerOptions = {},
  log?: Logger.Logger<unknown, unknown>,
  notifiers: Layer.Layer<Notifiers> = channels
) => {
  const runtime = ManagedRuntime.make(
    Layer.mergeAll(storage, notifiers, ScriptedSearch.layer, TestSecrets.layer, SecureRandom.layerWebCrypto, Logger.layer(log === undefined ? [] : [log]))
  )
  const app = buildServer(runtime, options)
  noteAnswers(app)
  const run = <A, E>(effect: Effect.Effect<A, E, ServerServices | Outbox | ScriptedSearch>) => runtime.runPromise(effect)
  const aliceId = await run(givenUser(keyOf("alice")))
  await run(givenUser(keyOf("bob")))
  return {
    app,
    run,
    runtime,
    aliceId,
    keyOf,
    alice: callerOf(app, keyOf("alice")),
    bob: callerOf(app, keyOf("bob")),
    anybody: callerOf(app, null),
    stop: async () => {
      await app.close()
      await runtime.dispose()
    }
  }
}
export type TestServer = Awaited<ReturnType<typeof startTestServer>>
