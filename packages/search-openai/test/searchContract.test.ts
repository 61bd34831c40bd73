import { WebSearch } from "@vedette/domain"
import { FakeWeb } from "@vedette/testkit"
import { saidInChat, searchContract, SearchSubject, shopQuestions } from "@vedette/testkit/search"
import { chatServer } from "@vedette/testkit/stand-ins"
import { Bm25Retriever, WebPageReader } from "@vedette/web-reader"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { OpenAiSearch } from "../src/index.ts"

const baseUrl = "https://model.example/v1"

const subject = Layer.effect(
  SearchSubject,
  shopQuestions({
    url: `${baseUrl}/chat/completions`,
    serve: (saysOf) => chatServer({ models: ["small"], answer: (asked) => saidInChat(saysOf(asked.user).says, asked) })
  })
).pipe(
  Layer.provide(OpenAiSearch.layer({ baseUrl, apiKey: null, model: "small", price: { input: 0, output: 0 } })),
  Layer.provide([
    Layer.succeed(WebSearch, WebSearch.of({ costMicroUsd: 0, search: () => Effect.succeed([]) })),
    Bm25Retriever.layer,
    WebPageReader.layer()
  ]),
  Layer.provide(FakeWeb.layer)
)

searchContract("openai", subject)
