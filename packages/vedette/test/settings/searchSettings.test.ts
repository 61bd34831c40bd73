import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { budgetProblems, budgetSettings, chosenSearch, chosenWebSearch, readSettings, searchProblems, searchSettings } from "../../src/index.ts"

const read = (environment: Record<string, string>, files: Record<string, string> = {}) =>
  readSettings(searchSettings, environment, (path) => files[path] ?? "")
const get = (environment: Record<string, string>) => Result.getOrThrow(read(environment))
const problems = (environment: Record<string, string>) => searchProblems(get(environment)).map(({ name }) => name)

describe("which search is meant", () => {
  it.each<[Record<string, string>, string]>([
    [{}, "web"],
    [{ OPENAI_BASE_URL: "http://127.0.0.1:11434/v1" }, "openai"],
    [{ GEMINI_API_KEY: "a", OPENAI_BASE_URL: "http://127.0.0.1:11434/v1" }, "gemini"],
    [{ GEMINI_API_KEY: "a", VEDETTE_SEARCH: "web" }, "web"]
  ])("%j means %s", (environment, search) => assert.strictEqual(chosenSearch(get(environment)), search))

  it.each<[Record<string, string>, string | null]>([
    [{}, null],
    [{ TAVILY_API_KEY: "a" }, "tavily"],
    [{ TAVILY_API_KEY: "a", EXA_API_KEY: "b", WEB_SEARCH: "exa" }, "exa"],
    [{ SEARXNG_URL: "http://127.0.0.1:8888/" }, "searxng"]
  ])("%j means the engine %s", (environment, engine) => assert.strictEqual(chosenWebSearch(get(environment)), engine))

  it("a key may come as a file", () => {
    const settings = Result.getOrThrow(read({ GEMINI_API_KEY_FILE: "/run/secrets/gemini" }, { "/run/secrets/gemini": "AIza\n" }))
    assert.strictEqual(settings.geminiApiKey, "AIza")
  })
})

describe("what does not go together", () => {
  it.each<[Record<string, string>, ReadonlyArray<string>]>([
    [{ VEDETTE_SEARCH: "gemini" }, ["GEMINI_API_KEY"]],
    [{ VEDETTE_SEARCH: "openai" }, ["OPENAI_BASE_URL", "OPENAI_MODEL"]],
    [{ OPENAI_BASE_URL: "http://a.example/v1" }, ["OPENAI_MODEL"]],
    [{ OPENAI_BASE_URL: "http://a.example/v1", OPENAI_MODEL: "m", WEB_SEARCH: "brave" }, ["BRAVE_API_KEY"]],
    [{ OPENAI_BASE_URL: "http://a.example/v1", OPENAI_MODEL: "m", BRAVE_API_KEY: "a", EXA_API_KEY: "b" }, ["WEB_SEARCH"]],
    [{ OPENAI_BASE_URL: "http://a.example/v1", OPENAI_MODEL: "m" }, []],
    [{ GEMINI_API_KEY: "a" }, []]
  ])("%j misses %j", (environment, names) => assert.deepStrictEqual(problems(environment), names))

  it.each(["free", "0.3", "0.3/2.5/1", "-1/2", "a/b"])("a price of %s is refused", (price) => {
    assert.isTrue(Result.isFailure(read({ VEDETTE_MODEL_PRICE: price })))
  })

  it.each<Record<string, string>>([
    { SEARXNG_URL: "https://me:secret@searx.example" },
    { OPENAI_BASE_URL: "https://me:secret@model.example/v1" },
    { GEMINI_BASE_URL: "https://me:secret@gemini.example" },
    { VEDETTE_SEARCH_TEMPLATES: "https://me:secret@a.example/?q={query}" },
    { VEDETTE_SEARCH_TEMPLATES: "https://{query}.example/" },
    { VEDETTE_SEARCH_TEMPLATES: "https://a.example/?key=secret" }
  ])("%j could never be called, which is said at the start, without its secret", (environment) => {
    const result = read(environment)
    assert.isTrue(Result.isFailure(result))
    if (Result.isFailure(result)) assert.notInclude(JSON.stringify(result.failure), "secret")
  })

  it("a price is dollars per million tokens, read and written", () => {
    assert.deepStrictEqual(get({ VEDETTE_MODEL_PRICE: "0.30/2.50" }).modelPrice, { input: 0.3, output: 2.5 })
    assert.strictEqual(get({ VEDETTE_SEARCH_PRICE: "14" }).searchPrice, 14)
  })
})

describe("budgets", () => {
  const budgets = (environment: Record<string, string>) => readSettings(budgetSettings, environment, () => "")
  const wrong = (environment: Record<string, string>) =>
    budgetProblems(Result.getOrThrow(budgets(environment)), get(environment)).map(({ name }) => name)

  it("are tokens, dollars, or both", () => {
    const { budgetMonth, budgetRun, budgetTaskDay } = Result.getOrThrow(
      budgets({ VEDETTE_BUDGET_RUN: "0.05 USD, 20000 tokens", VEDETTE_BUDGET_MONTH: "20usd" })
    )
    assert.deepStrictEqual([budgetRun, budgetTaskDay, budgetMonth], [
      { tokens: 20_000, microUsd: 50_000 },
      null,
      { tokens: null, microUsd: 20_000_000 }
    ])
    for (const amount of ["20", "20 EUR", "1 token, 2 tokens", "1.5 tokens", "-1 USD", "x", "1 USD,"]) {
      assert.isTrue(Result.isFailure(budgets({ VEDETTE_BUDGET_MONTH: amount })), amount)
    }
  })

  it.each<[Record<string, string>, ReadonlyArray<string>]>([
    [{}, []],
    [{ VEDETTE_BUDGET_MONTH: "1000000 tokens" }, []],
    [{ VEDETTE_BUDGET_MONTH: "5 USD" }, ["VEDETTE_BUDGET_MONTH"]],
    [{ VEDETTE_BUDGET_USER_DAY: "40000 tokens" }, ["VEDETTE_BUDGET_USER_DAY"]],
    [{ VEDETTE_BUDGET_RUN: "0.05 USD", GEMINI_API_KEY: "a" }, ["VEDETTE_MODEL_PRICE", "VEDETTE_SEARCH_PRICE"]],
    [{ VEDETTE_BUDGET_RUN: "0.05 USD", GEMINI_API_KEY: "a", VEDETTE_MODEL_PRICE: "1/2", VEDETTE_SEARCH_PRICE: "14" }, []]
  ])("%j misses %j", (environment, names) => assert.deepStrictEqual(wrong(environment), names))
})
