import { judgeTyped, nothingKnown, PageReader, parseCondition, placesOf } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { WebPageReader } from "../src/index.ts"
import { webOf } from "./webOf.ts"

export const url = "https://shop.example/p"
export const ld = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`
export const meta = (property: string, content: string) => `<meta property="${property}" content="${content}">`

/** What a typed condition says of a page, read and judged as a run does. */
export const pageVerdict = (condition: string, body: string) =>
  Effect.gen(function*() {
    const parsed = Result.getOrThrow(parseCondition(condition))
    const reader = yield* PageReader
    const pages = yield* Effect.forEach(placesOf(parsed, [url]), reader.read)
    return judgeTyped(parsed, { sources: [url], pages, failed: [], known: nothingKnown })
  }).pipe(
    Effect.provide(WebPageReader.layer()),
    Effect.provide(webOf({ [url]: { body: `<!doctype html><title>Kettle</title><p>A page about a kettle that is for sale.</p>${body}` } }).layer)
  )
