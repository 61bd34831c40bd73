import { WebSearch } from "@vedette/domain"
import { chatServer } from "@vedette/testkit/stand-ins"
import { saidInChat, searchScenarioSuite } from "@vedette/testkit/search"
import { Bm25Retriever, WebPageReader } from "@vedette/web-reader"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { OpenAiSearch } from "../src/index.ts"

const key = "sk-of-a-test"
const baseUrl = "https://model.example/v1"
const engine = (pages: ReadonlyArray<string>) =>
  Layer.succeed(WebSearch, WebSearch.of({
    costMicroUsd: 0,
    search: () => Effect.succeed(pages.map((url) => ({ url, title: url, snippet: "" })))
  }))

searchScenarioSuite("openai", {
  layer: (pages) =>
    OpenAiSearch.layer({ baseUrl, apiKey: Redacted.make(key), model: "small", price: { input: 0, output: 0 } }).pipe(
      Layer.provide([engine(pages), Bm25Retriever.layer, WebPageReader.layer()])
    ),
  secrets: [key],
  model: {
    url: `${baseUrl}/chat/completions`,
    serve: (says) => chatServer({ models: ["small"], key, answer: (asked) => saidInChat(says, asked) })
  }
})
