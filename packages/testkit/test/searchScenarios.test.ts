import { assert, it } from "@effect/vitest"
import { promptVersion, Search } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import { aJudgement } from "../src/fixtures/index.ts"
import { playScenario, searchScenarios } from "../src/search.ts"

/** Believes everything, on a quote that it calls verified. */
const credulous = Layer.succeed(Search, Search.of({
  judge: ({ now }) => {
    const uri = "https://shop.example/koda-2"
    return Effect.succeed(aJudgement({
      judged: "model",
      model: { name: "credulous", promptVersion, passages: [] },
      observations: [],
      quotes: [{ text: `Bought at ${DateTime.formatIso(now)}`, uri, verified: true, readAt: now, pageHash: "", passage: "" }],
      sources: [{ uri, title: uri }]
    }))
  }
}))

it.effect("there are more than 25 scenarios, and a search that believes everything fails each that must not be told", () =>
  Effect.gen(function*() {
    assert.isAbove(searchScenarios.length, 25)
    const subject = { layer: () => credulous, model: null }
    const passed: Array<string> = []
    for (const scenario of searchScenarios) {
      if (Exit.isSuccess(yield* Effect.exit(playScenario("web", subject, scenario)))) passed.push(scenario.name)
    }
    const told = searchScenarios.filter(({ runs }) =>
      runs.every(({ expect }) => {
        const outcome = "web" in expect ? expect.web : expect
        return "told" in outcome && outcome.told
      })
    )
    assert.deepStrictEqual(passed, told.map(({ name }) => name))
  }))
