import { assert, describe, it } from "@effect/vitest"
import { HttpFetch, TokenVerifier } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { TestClock } from "effect/testing"
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose"
import { OidcTokenVerifier } from "../src/index.ts"

const issuer = "https://accounts.example"
const audience = "vedette"

interface Pair {
  readonly kid: string
  readonly alg: string
  readonly privateKey: Awaited<ReturnType<typeof generateKeyPair>>["privateKey"]
  readonly jwk: object
}

const pairOf = async (kid: string, alg = "ES256"): Promise<Pair> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { kid, alg, privateKey, jwk: { ...await exportJWK(publicKey), kid, alg, use: "sig" } }
}

/** An issuer in memory: its keys, whether it answers, and how often it was asked. */
const anIssuer = () => {
  const state = { keys: [] as Array<object>, isUp: true, asked: 0 }
  const http = Layer.succeed(HttpFetch, {
    check: () => Effect.void,
    fetch: ({ url }) =>
      Effect.sync(() => {
        state.asked += 1
        const body = url === `${issuer}/.well-known/openid-configuration`
          ? { issuer, jwks_uri: `${issuer}/keys` }
          : { keys: state.keys }
        return {
          status: state.isUp ? 200 : 503,
          headers: {},
          body: new TextEncoder().encode(JSON.stringify(body)),
          url,
          latencyMs: 1
        }
      })
  })
  return { state, verifier: OidcTokenVerifier.layer({ issuer, audience, jwksUrl: null }).pipe(Layer.provide(http)) }
}

/** Seconds after the epoch: the TestClock begins at it. */
const token = (pair: Pair, claims: JWTPayload = {}, header: { readonly kid?: string; readonly alg?: string } = {}) =>
  new SignJWT({ iss: issuer, aud: audience, sub: "user_1", exp: 60, iat: 0, ...claims })
    .setProtectedHeader({ alg: pair.alg, kid: pair.kid, ...header }).sign(pair.privateKey)

const verify = (text: string) => TokenVerifier.use((verifier) => verifier.verify(text))

const refusal = (text: string) => Effect.map(Effect.flip(verify(text)), (error) => error.message)

const INVALID = "Invalid authentication token"

describe("tokens of an OpenID Connect issuer", () => {
  it.effect.each(["ES256", "RS256", "PS256", "EdDSA"])("a good one, signed by %s, tells who holds it", (alg) => {
    const { state, verifier } = anIssuer()
    return Effect.gen(function*() {
      const pair = yield* Effect.promise(() => pairOf("k1", alg))
      state.keys = [pair.jwk]
      const signedIn = yield* verify(yield* Effect.promise(() => token(pair, { email: "a@b.example", email_verified: true })))
      assert.deepStrictEqual(signedIn, { identity: { issuer, subject: "user_1" }, email: "a@b.example" })
    }).pipe(Effect.provide(verifier))
  })

  it.effect("an address that the issuer does not vouch for is not taken", () => {
    const { state, verifier } = anIssuer()
    return Effect.gen(function*() {
      const pair = yield* Effect.promise(() => pairOf("k1"))
      state.keys = [pair.jwk]
      for (const claims of [{}, { email_verified: false }, { email_verified: "true" }, { email: "no address", email_verified: true }]) {
        const text = yield* Effect.promise(() => token(pair, { email: "a@b.example", ...claims }))
        assert.isNull((yield* verify(text)).email)
      }
    }).pipe(Effect.provide(verifier))
  })

  it.effect("what is not the issuer's, not for us, not in its time or not signed is refused", () => {
    const { state, verifier } = anIssuer()
    return Effect.gen(function*() {
      const pair = yield* Effect.promise(() => pairOf("k1"))
      const rsa = yield* Effect.promise(() => pairOf("k2", "RS256"))
      const stranger = yield* Effect.promise(() => pairOf("k1"))
      state.keys = [pair.jwk, rsa.jwk]
      const bad = yield* Effect.promise(() =>
        Promise.all([
          token(pair, { iss: "https://evil.example" }),
          token(pair, { aud: "another" }),
          token(pair, { nbf: 30 }),
          token(pair, { sub: "" }),
          token(pair, { sub: "a\0b" }),
          token(pair, { exp: undefined as never }),
          token(stranger),
          // The public key as an HMAC secret, the oldest trick on RSA keys.
          new SignJWT({ iss: issuer, aud: audience, sub: "user_1", exp: 60 }).setProtectedHeader({ alg: "HS256", kid: "k2" })
            .sign(new TextEncoder().encode(JSON.stringify(rsa.jwk))),
          token(pair).then((text) => `${text.slice(0, -4)}AAAA`),
          token(pair).then((text) => text.split(".").slice(0, 2).join("."))
        ])
      )
      for (const text of [...bad, new UnsecuredJWT({ iss: issuer, aud: audience, sub: "user_1", exp: 60 }).encode(), "a.b.c", "..", `${"x".repeat(12_000)}.x.x`]) assert.strictEqual(yield* refusal(text), INVALID, text.slice(0, 80))
    }).pipe(Effect.provide(verifier))
  })

  it.effect("a token is good up to its end and a few seconds of another clock, and then says that it has expired", () => {
    const { state, verifier } = anIssuer()
    return Effect.gen(function*() {
      const pair = yield* Effect.promise(() => pairOf("k1"))
      state.keys = [pair.jwk]
      const text = yield* Effect.promise(() => token(pair))
      yield* TestClock.adjust("64 seconds")
      yield* verify(text)
      yield* TestClock.adjust("1 seconds")
      assert.strictEqual(yield* refusal(text), "Token has expired")
    }).pipe(Effect.provide(verifier))
  })

  it.effect("a key the issuer has only now begun to use is fetched, and a withdrawn one is refused ten minutes later", () => {
    const { state, verifier } = anIssuer()
    return Effect.gen(function*() {
      const [old, fresh] = yield* Effect.promise(() => Promise.all([pairOf("old"), pairOf("fresh")]))
      const exp = 100_000
      const [oldToken, freshToken] = yield* Effect.promise(() => Promise.all([token(old, { exp }), token(fresh, { exp })]))
      state.keys = [old.jwk]
      yield* verify(oldToken)
      state.keys = [fresh.jwk]
      yield* TestClock.adjust("31 seconds")
      yield* verify(oldToken)
      yield* verify(freshToken)
      assert.strictEqual(yield* refusal(oldToken), INVALID)
      state.keys = [old.jwk]
      yield* TestClock.adjust("599 seconds")
      yield* verify(freshToken)
      yield* TestClock.adjust("1 seconds")
      assert.strictEqual(yield* refusal(freshToken), INVALID)
    }).pipe(Effect.provide(verifier))
  })

  it.effect("a flood of tokens with invented keys asks the issuer twice a minute", () => {
    const { state, verifier } = anIssuer()
    return Effect.gen(function*() {
      const pair = yield* Effect.promise(() => pairOf("k1"))
      state.keys = [pair.jwk]
      yield* verify(yield* Effect.promise(() => token(pair)))
      const begun = state.asked
      const floods = yield* Effect.promise(() => Promise.all(Array.from({ length: 50 }, (_, n) => token(pair, {}, { kid: `k${n + 2}` }))))
      yield* Effect.forEach(floods, refusal, { concurrency: "unbounded" })
      assert.strictEqual(state.asked, begun)
      yield* TestClock.adjust("30 seconds")
      yield* Effect.forEach(floods, refusal, { concurrency: "unbounded" })
      // Discovery, and the keys.
      assert.strictEqual(state.asked, begun + 2)
    }).pipe(Effect.provide(verifier))
  })

  it.effect("an issuer that is away locks nobody out for an hour, and is asked again when it is back", () => {
    const { state, verifier } = anIssuer()
    return Effect.gen(function*() {
      const pair = yield* Effect.promise(() => pairOf("k1"))
      const text = yield* Effect.promise(() => token(pair, { exp: 100_000 }))
      state.isUp = false
      assert.match(yield* refusal(text), /answered 503/)
      assert.match(yield* refusal(text), /a moment ago/)
      state.isUp = true
      state.keys = [pair.jwk]
      yield* TestClock.adjust("30 seconds")
      yield* verify(text)
      state.isUp = false
      yield* TestClock.adjust("59 minutes")
      yield* verify(text)
      yield* TestClock.adjust("2 minutes")
      assert.match(yield* refusal(text), /answered 503/)
      state.isUp = true
      yield* TestClock.adjust("30 seconds")
      yield* verify(text)
    }).pipe(Effect.provide(verifier))
  })
})
