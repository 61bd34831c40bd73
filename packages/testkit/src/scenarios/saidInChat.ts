import type { ModelAnswer } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { type ChatAnswer, type ChatAsked, chatError } from "../standIns/chatServer.ts"
import type { ModelSays } from "./SearchScenario.ts"

type Spoken = Extract<ModelSays, { readonly verdict: unknown }>

/** What a model would send for what it means; `sourceOf` numbers the passage that a sentence is from. */
export const answerOf = (says: Spoken, sourceOf: (sentence: string) => string | null): ModelAnswer => {
  const quoted = (sentences: ReadonlyArray<string> = []) => sentences.map((text) => ({ source: sourceOf(text), text }))
  return {
    verdict: says.verdict,
    certainty: says.certainty ?? "stated",
    quotes: quoted(says.quotes),
    against: quoted(says.against),
    expected_date: says.expected ?? null
  }
}

/** The number of the shown passage that holds the sentence; the first one where none does: a model that invents names something. */
const passageOf = (user: string) => (sentence: string): string => {
  const passages = [...user.matchAll(/^(FENCE\S+) (S\d+)\n([\s\S]*?)\n\1 end of \2$/gmu)]
  return passages.find(([, , , text]) => text?.includes(sentence) === true)?.[2] ?? "S1"
}

/** What a model says, as a chat server sends it. */
export const saidInChat = (says: ModelSays, asked: ChatAsked): ChatAnswer => {
  if (asked.system.includes("queries")) return JSON.stringify({ queries: ["koda 2 price"] })
  if (typeof says === "object") {
    if ("proseThen" in says) return asked.turn === 1 ? "It seems so." : saidInChat(says.proseThen, asked)
    if ("fromMemory" in says) return saidInChat(says.fromMemory, asked)
    if ("uncited" in says) return saidInChat(says.uncited, asked)
    return JSON.stringify(answerOf(says, passageOf(asked.user)))
  }
  switch (says) {
    case "prose for ever":
      return "It seems so."
    case "half a sentence of JSON":
      return { text: "{\"verdict\": \"me", finish: "length" }
    case "JSON of another schema":
      return "{\"answer\": \"yes\"}"
    case "limit per minute":
      return chatError(429, "rate_limit_exceeded", "Stand-in", { "retry-after": "20" })
    case "limit per day":
      return chatError(429, "rate_limit_exceeded", "Stand-in", { "retry-after": "40000" })
    case "no quota":
      return chatError(429, "insufficient_quota")
    case "overloaded":
      return chatError(503, null)
    case "broken":
      return chatError(500, null)
    case "retired":
      return chatError(404, "model_not_found")
    case "hangs":
      return Effect.never
  }
}
