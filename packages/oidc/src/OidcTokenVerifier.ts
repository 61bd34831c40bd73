import { type HttpFetch, type SignedIn, TokenVerifier, Unauthorized } from "@vedette/domain"
import * as Data from "effect/Data"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from "jose"
import { issuerKeys } from "./issuerKeys.ts"

export interface OidcOptions {
  /** `https://accounts.example.com`, as the tokens' `iss` says it; a slash at the end makes no difference. */
  readonly issuer: string
  /** What the tokens' `aud` must name. Null: not looked at, for issuers that serve one front end alone. */
  readonly audience: string | null
  /** Where the keys are. Null: where the issuer's discovery document says. */
  readonly jwksUrl: string | null
}

/** Signatures whose keys are public. Never HMAC, whose key would be the public one, and never `none`. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]

/** Clocks of two machines differ by a few seconds; the shortest tokens in use live for a minute. */
const CLOCK_TOLERANCE_S = 5

/** Longer subjects and addresses are nobody's. */
const MAX_LENGTH = 255

/** Longer than any honest token (node takes 16 kB of headers in all), and it bounds what is parsed. */
const MAX_TOKEN_LENGTH = 12_000

const invalid = () => new Unauthorized({ why: "Invalid authentication token" })

/** Why `jose` does not take a token. */
class Rejected extends Data.TaggedError("Rejected")<{ readonly cause: unknown }> {}

const isText = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.length <= MAX_LENGTH && value.isWellFormed() && !value.includes("\0")

const emailIn = ({ email, email_verified }: JWTPayload): string | null =>
  email_verified === true && isText(email) && /^[^\s@]+@[^\s@]+$/.test(email) ? email : null

const make = Effect.fn("OidcTokenVerifier.make")(function*(options: OidcOptions) {
  const issuer = options.issuer.replace(/\/+$/, "")
  const keys = yield* issuerKeys(issuer, options.jwksUrl)

  const check = (token: string, among: JWTVerifyGetKey) =>
    Effect.flatMap(DateTime.now, (now) =>
      Effect.tryPromise({
        try: () =>
          jwtVerify(token, among, {
            algorithms,
            issuer: [issuer, `${issuer}/`],
            ...(options.audience === null ? {} : { audience: options.audience }),
            requiredClaims: ["sub", "exp"],
            clockTolerance: CLOCK_TOLERANCE_S,
            currentDate: DateTime.toDateUtc(now)
          }),
        catch: (cause) => new Rejected({ cause })
      }))

  return TokenVerifier.of({
    verify: Effect.fn("TokenVerifier.verify")(function*(token) {
      if (token.length > MAX_TOKEN_LENGTH || token.split(".").length !== 3) return yield* invalid()
      const current = yield* keys.current
      const { payload } = yield* check(token, current).pipe(
        Effect.catchIf(
          (error) => error.cause instanceof errors.JWKSNoMatchingKey,
          () => Effect.flatMap(keys.after(current), (newer) => check(token, newer))
        ),
        Effect.catchTag("Rejected", ({ cause }) =>
          Effect.fail(cause instanceof errors.JWTExpired ? new Unauthorized({ why: "Token has expired" }) : invalid()))
      )
      if (!isText(payload.sub)) return yield* invalid()
      const signedIn: SignedIn = { identity: { issuer, subject: payload.sub }, email: emailIn(payload) }
      return signedIn
    })
  })
})

/** Judges the tokens of one OpenID Connect issuer by its public keys. */
const layer = (options: OidcOptions): Layer.Layer<TokenVerifier, never, HttpFetch> => Layer.effect(TokenVerifier, make(options))

export const OidcTokenVerifier = { layer }
