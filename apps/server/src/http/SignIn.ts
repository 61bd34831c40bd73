import type { TokenVerifier } from "@vedette/domain"

/** How callers say who they are, beside API keys. */
export interface SignIn {
  /** Everybody is the local user, with or without a key. */
  readonly noAuth: boolean
  /** Who judges what is no API key; null: nobody, and it is a wrong key. */
  readonly tokens: TokenVerifier["Service"] | null
}

export const keysAlone: SignIn = { noAuth: false, tokens: null }
