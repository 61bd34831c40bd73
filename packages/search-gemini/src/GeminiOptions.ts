import type * as Redacted from "effect/Redacted"

export interface GeminiOptions {
  readonly apiKey: Redacted.Redacted
  /** Takes over while the first key's limit is used up or its server overloaded. */
  readonly fallbackApiKey: Redacted.Redacted | null
  /** `gemini-3.8-flash`; `gemini-3.5-flash-lite` is cheaper. */
  readonly model: string
  /** Without the version. Default `https://generativelanguage.googleapis.com`. */
  readonly baseUrl?: string
  /** US dollars per million tokens, read and written (thoughts are written), and per thousand searches; null: not known. */
  readonly price: { readonly input: number; readonly output: number; readonly search: number } | null
}
