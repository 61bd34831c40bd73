import { assert, describe, it } from "@effect/vitest"
import {
  type Judgement,
  nothingKnown,
  OnPagesRead,
  Search,
  SearchError,
  type SearchRequest,
  SearchUnavailable
} from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { searchContract, searchLaws } from "../src/contracts/searchContract.ts"
import { SearchSubject } from "../src/contracts/SearchSubject.ts"
import { ScriptedSearch } from "../src/fakes/ScriptedSearch.ts"
import { aJudgement } from "../src/fixtures/aJudgement.ts"
import { aPage } from "../src/fixtures/aPage.ts"
import { failingLaws } from "../src/Law.ts"

const unread = "https://walled.example/kettle"
const now = DateTime.makeUnsafe(0)
const question = (searchQuery: string): SearchRequest => ({
  searchQuery,
  conditionDescription: "below 50",
  condition: null,
  sources: [],
  known: nothingKnown,
  earlierFindings: [],
  now,
  deadline: DateTime.add(now, { hours: 1 })
})

const alteredSearch = (alter: (search: Search["Service"]) => Search["Service"]) =>
  Layer.effect(
    SearchSubject,
    Effect.gen(function*() {
      const scripted = yield* ScriptedSearch
      yield* scripted.script("met", aJudgement())
      yield* scripted.script("notMet", aJudgement({ verdict: "not_met" }))
      yield* scripted.script("unreadable", new SearchUnavailable({ message: "No source could be read." }))
      yield* scripted.script("partly", aJudgement({ verdict: "unclear", degraded: ["One source failed."] }))
      yield* scripted.script("hanging", Effect.never)
      return SearchSubject.of({
        search: alter(told(yield* Search)),
        met: question("met"),
        notMet: question("notMet"),
        unreadable: question("unreadable"),
        partly: question("partly"),
        unread,
        hanging: question("hanging"),
        textOf: (uri) => uri === aPage().url ? aPage().text : null,
        open: scripted.open
      })
    })
  ).pipe(Layer.provide(ScriptedSearch.layer))

/** A script reads no page: here it tells of the one that its judgements quote. */
const told = (search: Search["Service"]): Search["Service"] => ({
  judge: (request) => Effect.tap(search.judge(request), () => Effect.flatMap(OnPagesRead, (tell) => tell([aPage()])))
})

searchContract("scripted", alteredSearch((search) => search))

const changing = (change: (judgement: Judgement, request: SearchRequest) => Judgement) =>
  alteredSearch((search) => ({
    judge: (request) => Effect.map(search.judge(request), (judgement) => change(judgement, request))
  }))

describe("the search contract bites", () => {
  const [met, notMet, quoted, unreadable, evidence, complete, passage, kept, interrupted] = searchLaws.map(({ name }) => name)
  const broken: ReadonlyArray<readonly [defect: string, search: Layer.Layer<SearchSubject>, breaks: string]> = [
    ["forgets its sources", changing((judgement) => ({ ...judgement, sources: [] })), met!],
    ["calls what is false true", changing((judgement, request) =>
      request.searchQuery === "notMet" ? { ...judgement, verdict: "met" } : judgement), notMet!],
    ["verifies what it made up", changing((judgement) => ({
      ...judgement,
      quotes: judgement.quotes.map((quote) => ({ ...quote, text: "Price: 1.00 EUR" }))
    })), quoted!],
    ["takes silence for an answer", alteredSearch((search) => ({
      judge: (request) =>
        Effect.catch(search.judge(request), () => Effect.succeed(aJudgement({ verdict: "not_met", quotes: [] })))
    })), unreadable!],
    ["rests on what it could not read", changing((judgement, request) =>
      request.searchQuery === "partly" ? { ...judgement, sources: [{ uri: unread, title: "Login" }] } : judgement),
      evidence!],
    ["is surer than sure", changing((judgement) => ({ ...judgement, confidence: 101 })), complete!],
    ["quotes without what stands around it", changing((judgement) => ({
      ...judgement,
      quotes: judgement.quotes.map((quote) => ({ ...quote, passage: "" }))
    })), passage!],
    ["keeps to itself what it has read", alteredSearch((search) => ({
      judge: (request) => Effect.provideService(search.judge(request), OnPagesRead, () => Effect.void)
    })), kept!],
    ["cannot be stopped", alteredSearch((search) => ({
      judge: (request) =>
        Effect.gen(function*() {
          const fiber = yield* Effect.forkDetach(search.judge(request))
          yield* Effect.yieldNow
          return yield* Effect.callback<Judgement, SearchError>((resume) => {
            fiber.addObserver(resume)
          })
        })
    })), interrupted!]
  ]
  for (const [defect, search, breaks] of broken) {
    it.effect(`a search that ${defect} fails exactly “${breaks}”`, () =>
      Effect.gen(function*() {
        assert.deepStrictEqual(yield* failingLaws(searchLaws, search), [breaks])
      }))
  }

  it("every law has a search that breaks it", () => {
    assert.sameMembers(broken.map(([, , breaks]) => breaks), searchLaws.map(({ name }) => name))
  })
})
