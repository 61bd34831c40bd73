import { HttpFetch, type HttpFetchError, IssuerUnreachable } from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import { createLocalJWKSet, type JWTVerifyGetKey } from "jose"

/** How long keys are used without being fetched again: a withdrawn one is refused after that. */
const KEEP_MS = 10 * 60_000

/** Keys that cannot be fetched again are used this long: an issuer that is away for an hour locks nobody out. */
const KEEP_WHILE_AWAY_MS = 60 * 60_000

/** Between two requests to the issuer, whatever the tokens say: everybody may invent key ids. */
const COOL_DOWN_MS = 30_000

const TIMEOUT_MS = 5_000
/** Issuers have two to ten keys of half a kilobyte. */
const MAX_BYTES = 100_000

const Discovery = Schema.Struct({ jwks_uri: Schema.String })
const KeySet = Schema.Struct({ keys: Schema.Array(Schema.Record(Schema.String, Schema.Unknown)) })

const unreachable = (why: string) => new IssuerUnreachable({ message: `The issuer's keys cannot be had: ${why}` })

const jsonAt = <S extends Schema.Codec<unknown, unknown>>(url: string, schema: S) => {
  const decode = Schema.decodeUnknownResult(Schema.fromJsonString(schema))
  return HttpFetch.use(({ fetch }) => fetch({ url, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, maxRedirects: 2, headers: { accept: "application/json" } })).pipe(
    Effect.mapError((error: HttpFetchError) => unreachable(error.message)),
    Effect.flatMap((answer) => {
      if (answer.status !== 200) return Effect.fail(unreachable(`${url} answered ${answer.status}`))
      const decoded = decode(new TextDecoder().decode(answer.body))
      return Result.isFailure(decoded)
        ? Effect.fail(unreachable(`${url} answered something else`))
        : Effect.succeed(decoded.success)
    })
  )
}

interface Fetched {
  readonly keys: JWTVerifyGetKey
  readonly at: number
}

/**
 * The public keys of an issuer, fetched when they are first needed, kept, and fetched again when they are old or a token
 * names one that is not among them.
 *
 * @param jwksUrl null: where the issuer's discovery document says
 */
export const issuerKeys = Effect.fn("issuerKeys")(function*(issuer: string, jwksUrl: string | null) {
  const services = yield* Effect.context<HttpFetch>()
  const turn = yield* Semaphore.make(1)
  let fetched: Fetched | null = null
  let askedAt = -Infinity

  const fetch = Effect.gen(function*() {
    const url = jwksUrl ?? (yield* jsonAt(`${issuer}/.well-known/openid-configuration`, Discovery)).jwks_uri
    const { keys } = yield* jsonAt(url, KeySet)
    return yield* Effect.try({
      try: () => createLocalJWKSet({ keys: [...keys] }),
      catch: () => unreachable(`${url} answered no key set`)
    })
  }).pipe(Effect.provide(services))

  /** @param wanted whether what is there will do; asked again in turn, when somebody else may have fetched already */
  const newer = (wanted: (has: Fetched, now: number) => boolean) =>
    Effect.gen(function*() {
      const now = yield* Clock.currentTimeMillis
      const has = fetched
      if (has !== null && wanted(has, now)) return has.keys
      if (now - askedAt < COOL_DOWN_MS) {
        if (has !== null && now - has.at < KEEP_WHILE_AWAY_MS) return has.keys
        return yield* unreachable("they were asked for a moment ago")
      }
      askedAt = now
      return yield* Effect.matchEffect(fetch, {
        onSuccess: (keys) =>
          Effect.sync(() => {
            fetched = { keys, at: now }
            return keys
          }),
        onFailure: (error) =>
          has !== null && now - has.at < KEEP_WHILE_AWAY_MS
            ? Effect.as(Effect.logWarning(error.message), has.keys)
            : Effect.fail(error)
      })
    }).pipe(turn.withPermit)

  return {
    /** The keys, not older than they may be. */
    current: newer((has, now) => now - has.at < KEEP_MS),
    /** The keys after `used`, which lacked one. */
    after: (used: JWTVerifyGetKey) => newer((has) => has.keys !== used)
  }
})
