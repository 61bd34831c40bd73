import { assert, describe, it } from "@effect/vitest"
import { PageReader } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { WebPageReader } from "../src/index.ts"
import { type CannedAnswer, webOf } from "./webOf.ts"

const url = "https://shop.example/p"
const reading = (answers: Readonly<Record<string, CannedAnswer>>) =>
  PageReader.use((reader) => reader.read({ url, selectors: [] })).pipe(Effect.provide(WebPageReader.layer()), Effect.provide(webOf(answers).layer))

describe("hostile documents", () => {
  it.live.each<readonly [string, string]>([
    ["nests without end", "<b>".repeat(600_000)],
    ["opens lists in tables", "<table><tr><td><ul><li>".repeat(80_000)],
    ["is one attribute", `<p ${"a=b ".repeat(450_000)}>x</p>`],
    ["is one comment", `<!--${"-".repeat(1_900_000)}`],
    ["declares a style for everything", `<style>${".a{display:none}".repeat(100_000)}</style><p>x</p>`],
    ["is JSON that only opens", "[".repeat(1_900_000)]
  ])("a document of 2 MB that %s ends in bounded time, in another thread", ([, body]) =>
    Effect.gen(function*() {
      const headers = { "content-type": body.startsWith("[") ? "application/json" : "text/html" }
      // Either answer is right: a page, or a failure. What is not is to hold up this thread.
      let turns = 0
      const timer = setInterval(() => turns++, 20)
      const exit = yield* Effect.exit(reading({ [url]: { body, headers } }))
      clearInterval(timer)
      assert.isTrue(exit._tag === "Success" || exit._tag === "Failure")
      assert.isAtLeast(turns, 1)
    }))
})
