import {
  fits,
  groundedPrompt,
  modelAnswerSchema,
  PageReader,
  pipelineSearch,
  type RunBudget,
  Search,
  SearchError,
  SearchMisconfigured,
  sharedEvaluator,
  sharedPageReader,
  sharedPlanner,
  sharedWebSearch,
  typedFirst,
  WebSearch
} from "@vedette/domain"
import { OutboundHttpFetch } from "@vedette/outbound"
import { GeminiModel, GeminiSearch } from "@vedette/search-gemini"
import { ChatEvaluator, ChatModel, ChatPlanner } from "@vedette/search-openai"
import { PageSearch } from "@vedette/search-web"
import { Bm25Retriever, WebPageReader } from "@vedette/web-reader"
import { BraveSearch, ExaSearch, SearxngSearch, TavilySearch, TemplateSearch } from "@vedette/web-search"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { chosenSearch, chosenWebSearch, type SearchSettings } from "vedette"
import { refuseSettings } from "vedette/node"

export interface SearchOptions extends SearchSettings {
  readonly allowPrivateAddresses: boolean
  readonly minInterval: Duration.Duration
  /** The cap of one run, to refuse one that allows nothing. */
  readonly budgetRun?: RunBudget
}

/** Enough for the tasks of one wake-up that look at the same page; shorter than any task's own interval. */
const pageKept = (minInterval: Duration.Duration) => Duration.min(Duration.seconds(5), Duration.divideUnsafe(minInterval, 2))

const noEngine = Layer.succeed(WebSearch, WebSearch.of({
  costMicroUsd: 0,
  search: () =>
    Effect.fail(new SearchError({
      reason: new SearchMisconfigured({
        message: "No search engine is set up, so only a task that names its page can be judged. Add the page's URL to `sources`."
      })
    }))
}))

const engineOf = (options: SearchOptions) => {
  const keyed = (key: string | null) => ({ apiKey: Redacted.make(key ?? ""), pricePerThousand: options.searchPrice })
  switch (chosenWebSearch(options)) {
    case "searxng":
      return SearxngSearch.layer({ baseUrl: options.searxngUrl ?? "" })
    case "brave":
      return BraveSearch.layer(keyed(options.braveApiKey))
    case "tavily":
      return TavilySearch.layer(keyed(options.tavilyApiKey))
    case "exa":
      return ExaSearch.layer(keyed(options.exaApiKey))
    case null:
      return options.searchTemplates === null ? noEngine : TemplateSearch.layer({ templates: options.searchTemplates })
  }
}

/**
 * A model that is not there, or a key that is not accepted, stops the start like any other wrong setting. One that just cannot be
 * reached does not: it may come back before the first task is due.
 */
const checked = (name: string, check: Effect.Effect<void, SearchError>) =>
  check.pipe(Effect.catch((error) =>
    error.reason._tag === "SearchMisconfigured"
      ? Effect.fail(refuseSettings([{ name, problem: `cannot be used: ${error.message.replace(/\.$/u, "")}` }]))
      : Effect.logWarning(`The model could not be checked at the start: ${error.message}`)
  ))

/** The client for what the operator named: the model's server and the search engine may be on this machine. Pages have another. */
const operatorClient = (options: SearchOptions) =>
  OutboundHttpFetch.layer({
    allowPrivateAddresses: options.allowPrivateAddresses,
    operatorOrigins: [options.openaiBaseUrl, options.searxngUrl, options.geminiBaseUrl, ...(options.searchTemplates ?? []).map((one) => new URL(one).origin)].filter((url) => url !== null)
  })

const openai = (options: SearchOptions) =>
  Layer.effect(
    Search,
    Effect.gen(function*() {
      yield* checked("OPENAI_MODEL", (yield* ChatModel).check)
      return yield* pipelineSearch
    })
  ).pipe(
    Layer.provide([
      sharedPlanner.pipe(Layer.provide(ChatPlanner.layer)),
      sharedEvaluator.pipe(Layer.provide(ChatEvaluator.layer)),
      sharedWebSearch.pipe(Layer.provide(engineOf(options))),
      Bm25Retriever.layer
    ]),
    Layer.provide(ChatModel.layer({
      baseUrl: options.openaiBaseUrl ?? "",
      apiKey: options.openaiApiKey === null ? null : Redacted.make(options.openaiApiKey),
      model: options.openaiModel ?? "",
      price: options.modelPrice
    })),
    Layer.provide(operatorClient(options))
  )

/** The shortest question, as Gemini is asked: a cap without room for it would fail every run. */
const shortestQuestion = {
  prompt: groundedPrompt({ searchQuery: "", conditionDescription: "" }, [], DateTime.makeUnsafe(0)),
  grounded: true,
  schema: modelAnswerSchema
}

const gemini = (options: SearchOptions) =>
  Layer.effect(
    Search,
    Effect.gen(function*() {
      const model = yield* GeminiModel
      yield* checked("GEMINI_MODEL", model.check)
      const needs = model.needs(shortestQuestion)
      if (options.budgetRun !== undefined && !fits(options.budgetRun, { tokens: 0, microUsd: 0 }, needs)) {
        const most = `${needs.tokens} tokens${needs.microUsd === 0 ? "" : ` and ${(needs.microUsd / 1_000_000).toFixed(3)} USD`}`
        return yield* refuseSettings([{ name: "VEDETTE_BUDGET_RUN", problem: `has no room for a single question to Gemini, which may take ${most}` }])
      }
      return yield* Search
    })
  ).pipe(
    Layer.provide(GeminiSearch.layer({
      apiKey: Redacted.make(options.geminiApiKey ?? ""),
      fallbackApiKey: options.geminiFallbackApiKey === null ? null : Redacted.make(options.geminiFallbackApiKey),
      model: options.geminiModel,
      ...(options.geminiBaseUrl === null ? {} : { baseUrl: options.geminiBaseUrl }),
      // Half a price list is none: Google bills searches apart.
      price: options.modelPrice === null || options.searchPrice === null ? null : { ...options.modelPrice, search: options.searchPrice }
    })),
    Layer.provide(operatorClient(options))
  )

/** Engines that cost nothing, whichever is chosen for models: typed conditions reserve no budget, so they may use no other. */
const freeEngine = (options: SearchOptions) =>
  options.searxngUrl !== null
    ? SearxngSearch.layer({ baseUrl: options.searxngUrl })
    : options.searchTemplates === null
    ? null
    : TemplateSearch.layer({ templates: options.searchTemplates })

const typed = (options: SearchOptions) => {
  const engine = freeEngine(options)
  return engine === null
    ? PageSearch.layer
    : PageSearch.layer.pipe(Layer.provide(sharedWebSearch.pipe(Layer.provide(engine), Layer.provide(operatorClient(options)))))
}

/** The judge of this process, by its settings. Typed conditions never go to a model. */
export const searchLayer = (options: SearchOptions) => {
  const reader = sharedPageReader(pageKept(options.minInterval)).pipe(Layer.provide(WebPageReader.layer()))
  const chosen = chosenSearch(options)
  if (chosen === "web") return typed(options).pipe(Layer.provide(reader))
  const free = chosen === "openai" ? openai(options) : gemini(options)
  return Layer.effect(
    Search,
    Effect.gen(function*() {
      const pages = Layer.succeed(PageReader, yield* PageReader)
      // Built into the scope of this layer: the clients' sockets live as long as the search does.
      const [ofTyped, ofFree] = yield* Effect.all([
        Layer.build(typed(options).pipe(Layer.provide(pages))),
        Layer.build(free.pipe(Layer.provide(pages)))
      ])
      return typedFirst(Context.get(ofTyped, Search), Context.get(ofFree, Search))
    })
  ).pipe(Layer.provide(reader))
}
