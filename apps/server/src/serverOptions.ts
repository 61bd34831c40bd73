import * as Effect from "effect/Effect"
import type { ServerOptions } from "./buildServer.ts"
import { signIn, type SignInSettings } from "./signIn.ts"

/** The settings of who is let in, from where, and how often (`accessSettings`). */
export interface AccessSettings extends SignInSettings {
  readonly corsOrigins: ReadonlyArray<string>
  readonly trustedProxies: ReadonlyArray<string>
  readonly rateLimit: number
  readonly publicRateLimit: number
}

/** What a server takes from its settings, for the life of the scope. */
export const serverOptions = Effect.fn("serverOptions")(function*(settings: AccessSettings) {
  const options: ServerOptions = {
    signIn: yield* signIn(settings),
    limits: { perCredential: settings.rateLimit, perAddress: settings.publicRateLimit },
    corsOrigins: settings.corsOrigins,
    trustedProxies: settings.trustedProxies
  }
  return options
})
