import { geminiServer } from "@vedette/testkit/stand-ins"
import { saidByGemini, searchScenarioSuite } from "@vedette/testkit/search"
import { WebPageReader } from "@vedette/web-reader"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { GeminiSearch } from "../src/index.ts"

const key = "AIza-of-a-test"
const baseUrl = "https://gemini.example"

searchScenarioSuite("gemini", {
  layer: () =>
    GeminiSearch.layer({ apiKey: Redacted.make(key), fallbackApiKey: null, model: "gemini-3.8-flash", baseUrl, price: null }).pipe(
      Layer.provide(WebPageReader.layer())
    ),
  secrets: [key],
  model: {
    url: `${baseUrl}/v1beta/interactions`,
    serve: (says, citations) =>
      geminiServer({ models: ["gemini-3.8-flash"], keys: [key], answer: (asked) => saidByGemini(says, asked, citations) })
  }
})
