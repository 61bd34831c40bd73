import type * as Redacted from "effect/Redacted"

export interface OpenAiOptions {
  /** Up to and with the version: `https://api.openai.com/v1`, `http://127.0.0.1:11434/v1`. */
  readonly baseUrl: string
  /** Servers of one's own want none. */
  readonly apiKey: Redacted.Redacted | null
  readonly model: string
  /** US dollars per million tokens, read and written; null: not known. Zero for a server of one's own. */
  readonly price: { readonly input: number; readonly output: number } | null
  /** Written per answer at most. Default 2,000: an answer is 300, and thinking models think first. */
  readonly maxOutputTokens?: number
}
