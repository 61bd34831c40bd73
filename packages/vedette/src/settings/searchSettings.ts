import { price, tokenPrice } from "./amounts.ts"
import { calledUrl, choice, queryTemplates, text } from "./decoders.ts"
import type { SettingProblem } from "./Setting.ts"
import { optional, secret, withDefault } from "./settingKinds.ts"

/** How conditions are judged: with a model or without, and with which. */
export const searchSettings = {
  search: optional(
    "VEDETTE_SEARCH",
    choice("web", "openai", "gemini"),
    "How free text is judged. `web` reads pages and judges typed conditions, without a key or a model; `openai` and `gemini` judge free text " +
      "too, and typed conditions as `web` does.",
    "`gemini` if `GEMINI_API_KEY` is set, `openai` if `OPENAI_BASE_URL` is, else `web`"
  ),
  geminiApiKey: secret("GEMINI_API_KEY", text, "The key for Gemini."),
  geminiFallbackApiKey: secret("GEMINI_FALLBACK_API_KEY", text, "Takes over while the first key is limited or overloaded."),
  geminiModel: withDefault(
    "GEMINI_MODEL",
    text,
    "gemini-3.8-flash",
    "`gemini-3.8-flash`",
    "The Gemini model; `gemini-3.5-flash-lite` is cheaper. Asked for at the start."
  ),
  geminiBaseUrl: optional("GEMINI_BASE_URL", calledUrl, "Another server that speaks Gemini's API, without the version.", "Google's"),
  openaiBaseUrl: optional(
    "OPENAI_BASE_URL",
    calledUrl,
    "An OpenAI-compatible server, up to and with its version: `http://127.0.0.1:11434/v1`. It may be on this machine or network."
  ),
  openaiApiKey: secret("OPENAI_API_KEY", text, "Its key, where it wants one."),
  openaiModel: optional("OPENAI_MODEL", text, "The model to ask there. Required with `OPENAI_BASE_URL`."),
  webSearch: optional(
    "WEB_SEARCH",
    choice("searxng", "brave", "tavily", "exa"),
    "The search engine for `openai`. Without one only tasks that name a page can be judged.",
    "the one whose URL or key is set"
  ),
  searxngUrl: optional("SEARXNG_URL", calledUrl, "A SearXNG with `json` among its formats. Typed conditions look there too where their task names no page. It may be on this machine or network."),
  braveApiKey: secret("BRAVE_API_KEY", text, "The key for Brave Search."),
  tavilyApiKey: secret("TAVILY_API_KEY", text, "The key for Tavily."),
  exaApiKey: secret("EXA_API_KEY", text, "The key for Exa."),
  searchTemplates: optional(
    "VEDETTE_SEARCH_TEMPLATES",
    queryTemplates,
    "URLs with `{query}` in them that answer with RSS, Atom or JSON, separated by spaces. `web` looks there for the pages of a task that names " +
      "none, and `openai` where no other engine is set. They may be on this machine or network."
  ),
  modelPrice: optional(
    "VEDETTE_MODEL_PRICE",
    tokenPrice,
    "What the model costs: US dollars per million tokens, read and written, such as `0.30/2.50`. `0/0` for one of your own.",
    "not known"
  ),
  searchPrice: optional("VEDETTE_SEARCH_PRICE", price, "What searching costs, by the search engine or by Gemini: US dollars per thousand searches.", "not known")
}

export type SearchChoice = "web" | "openai" | "gemini"
export type WebSearchChoice = "searxng" | "brave" | "tavily" | "exa"

export interface SearchSettings {
  readonly search: SearchChoice | null
  readonly geminiApiKey: string | null
  readonly geminiFallbackApiKey: string | null
  readonly geminiModel: string
  readonly geminiBaseUrl: string | null
  readonly openaiBaseUrl: string | null
  readonly openaiApiKey: string | null
  readonly openaiModel: string | null
  readonly webSearch: WebSearchChoice | null
  readonly searxngUrl: string | null
  readonly braveApiKey: string | null
  readonly tavilyApiKey: string | null
  readonly exaApiKey: string | null
  readonly searchTemplates: ReadonlyArray<string> | null
  readonly modelPrice: { readonly input: number; readonly output: number } | null
  readonly searchPrice: number | null
}

/** Nothing set: judged without a model. */
export const noSearchSettings: SearchSettings = {
  search: null,
  geminiApiKey: null,
  geminiFallbackApiKey: null,
  geminiModel: "gemini-3.8-flash",
  geminiBaseUrl: null,
  openaiBaseUrl: null,
  openaiApiKey: null,
  openaiModel: null,
  webSearch: null,
  searxngUrl: null,
  braveApiKey: null,
  tavilyApiKey: null,
  exaApiKey: null,
  searchTemplates: null,
  modelPrice: null,
  searchPrice: null
}

/** Which search is meant. */
export const chosenSearch = (settings: SearchSettings): SearchChoice =>
  settings.search ?? (settings.geminiApiKey !== null ? "gemini" : settings.openaiBaseUrl !== null ? "openai" : "web")

const engines: ReadonlyArray<readonly [WebSearchChoice, keyof SearchSettings, string]> = [
  ["searxng", "searxngUrl", "SEARXNG_URL"],
  ["brave", "braveApiKey", "BRAVE_API_KEY"],
  ["tavily", "tavilyApiKey", "TAVILY_API_KEY"],
  ["exa", "exaApiKey", "EXA_API_KEY"]
]

const givenEngines = (settings: SearchSettings) => engines.filter(([, key]) => settings[key] !== null)

/** Which search engine is meant; null: none. */
export const chosenWebSearch = (settings: SearchSettings): WebSearchChoice | null =>
  settings.webSearch ?? givenEngines(settings)[0]?.[0] ?? null

/** What of it does not go together. */
export const searchProblems = (settings: SearchSettings): ReadonlyArray<SettingProblem> => {
  const problems: Array<SettingProblem> = []
  const search = chosenSearch(settings)
  if (search === "gemini" && settings.geminiApiKey === null) {
    problems.push({ name: "GEMINI_API_KEY", problem: "is not set, and VEDETTE_SEARCH=gemini needs it" })
  }
  if (search === "openai" && settings.openaiBaseUrl === null) {
    problems.push({ name: "OPENAI_BASE_URL", problem: "is not set, and VEDETTE_SEARCH=openai needs it" })
  }
  if (search === "openai" && settings.openaiModel === null) {
    problems.push({ name: "OPENAI_MODEL", problem: "is not set: it names the model to ask at OPENAI_BASE_URL" })
  }
  if (settings.webSearch !== null) {
    const [, key, name] = engines.find(([engine]) => engine === settings.webSearch) ?? [null, "search" as const, ""]
    if (settings[key] === null) problems.push({ name, problem: `is not set, and WEB_SEARCH=${settings.webSearch} needs it` })
  } else if (search === "openai" && givenEngines(settings).length > 1) {
    const names = givenEngines(settings).map(([, , name]) => name).join(", ")
    problems.push({ name: "WEB_SEARCH", problem: `is not set, and ${names} are: say which is meant` })
  }
  return problems
}
