import * as Effect from "effect/Effect"
import { type GeminiAnswer, type GeminiAsked, geminiLimit, googleError } from "../standIns/geminiServer.ts"
import { answerOf } from "./saidInChat.ts"
import type { ModelSays } from "./SearchScenario.ts"

const limit = (id: string, value: string) => geminiLimit({ id, value, retryDelay: "20s" })

/** What a model says, as the Gemini API sends it. It cites `citations` where it has searched. */
export const saidByGemini = (says: ModelSays, asked: GeminiAsked, citations: ReadonlyArray<string>): GeminiAnswer => {
  const grounds = asked.grounded ? { queries: ["koda 2 price"], citations } : {}
  if (typeof says === "object") {
    if ("proseThen" in says) {
      return asked.json && asked.grounded ? { text: "It seems so.", ...grounds } : saidByGemini(says.proseThen, asked, citations)
    }
    if ("fromMemory" in says) {
      const said = saidByGemini(says.fromMemory, asked, citations)
      return "text" in said ? { text: said.text } : said
    }
    if ("uncited" in says) return saidByGemini(says.uncited, asked, [])
    if (asked.json) return { text: JSON.stringify(answerOf(says, () => null)), ...grounds }
    return { text: `The sources say ${(says.quotes ?? []).map((quote) => `"${quote}"`).join(", ")}.`, ...grounds }
  }
  switch (says) {
    case "prose for ever":
      return { text: "It seems so.", ...grounds }
    case "half a sentence of JSON":
      return { text: "{\"verdict\": \"me", ...grounds, status: "incomplete" }
    case "JSON of another schema":
      return { text: "{\"answer\": \"yes\"}", ...grounds }
    case "limit per minute":
      return limit("GenerateRequestsPerMinutePerProjectPerModel", "10")
    case "limit per day":
      return limit("GenerateRequestsPerDayPerProjectPerModel", "250")
    case "no quota":
      return limit("GenerateRequestsPerDayPerProjectPerModel", "0")
    case "overloaded":
      return googleError(503, "UNAVAILABLE")
    case "broken":
      return googleError(500, "INTERNAL")
    case "retired":
      return googleError(404, "NOT_FOUND")
    case "hangs":
      return Effect.never
  }
}
