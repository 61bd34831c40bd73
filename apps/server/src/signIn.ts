import { TokenVerifier } from "@vedette/domain"
import { OidcTokenVerifier } from "@vedette/oidc"
import { OutboundHttpFetch } from "@vedette/outbound"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { SignIn } from "./http/SignIn.ts"

export interface SignInSettings {
  readonly noAuth: boolean
  readonly oidcIssuer: string | null
  readonly oidcAudience: string | null
  readonly oidcJwksUrl: string | null
}

/** The ways to sign in that were configured, for the life of the scope. */
export const signIn = Effect.fn("signIn")(function*(settings: SignInSettings) {
  const { noAuth, oidcIssuer } = settings
  if (oidcIssuer === null) return { noAuth, tokens: null } satisfies SignIn
  const verifier = OidcTokenVerifier.layer({
    issuer: oidcIssuer,
    audience: settings.oidcAudience,
    jwksUrl: settings.oidcJwksUrl
    // The operator names the issuer, and it may well be in their own network. Time, size and redirects are bounded all the same.
  }).pipe(Layer.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: true })))
  return { noAuth, tokens: Context.get(yield* Layer.build(verifier), TokenVerifier) } satisfies SignIn
})
