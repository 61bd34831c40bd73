import { FakeWeb } from "@vedette/testkit"
import { saidByGemini, searchContract, SearchSubject, shopQuestions } from "@vedette/testkit/search"
import { geminiServer } from "@vedette/testkit/stand-ins"
import { WebPageReader } from "@vedette/web-reader"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { GeminiSearch } from "../src/index.ts"

const baseUrl = "https://gemini.example"

const subject = Layer.effect(
  SearchSubject,
  shopQuestions({
    url: `${baseUrl}/v1beta/interactions`,
    serve: (saysOf) =>
      geminiServer({
        models: ["m"],
        keys: ["AIza"],
        answer: (asked) => {
          const { citations, says } = saysOf(asked.user)
          return saidByGemini(says, asked, citations)
        }
      })
  })
).pipe(
  Layer.provide(GeminiSearch.layer({ apiKey: Redacted.make("AIza"), fallbackApiKey: null, model: "m", baseUrl, price: null })),
  Layer.provide(WebPageReader.layer()),
  Layer.provide(FakeWeb.layer)
)

searchContract("gemini", subject)
