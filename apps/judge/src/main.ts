import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { judgeSet } from "./judgeSet.ts"
import { printScore } from "./printScore.ts"

// `npm run judge -- [--set <folder>] [--json] [--strict]`: judges a labelled set, the repository's own by default, and prints how often it is
// right. Exits with 2 where the set cannot be judged, and with `--strict` with 1 where it calls a case met that is not labelled so.

const ownSet = fileURLToPath(new URL("../sets/own", import.meta.url))

const main = Effect.fn("main")(function*(set: string, { json, strict }: { readonly json: boolean; readonly strict: boolean }) {
  const { cases, score } = yield* judgeSet(set)
  yield* Console.log(json ? JSON.stringify({ set, score, cases }, null, 2) : printScore(score, cases))
  return strict && cases.some((one) => one.verdict === "met" && one.expected !== "met") ? 1 : 0
}, Effect.catchTag("UnusableSet", (error) => Effect.as(Console.error(error.message), 2)))

const argumentsOf = () => {
  try {
    const { positionals, values } = parseArgs({ options: { set: { type: "string" }, json: { type: "boolean", default: false }, strict: { type: "boolean", default: false } }, allowPositionals: true })
    return { set: values.set ?? positionals[0] ?? ownSet, json: values.json, strict: values.strict }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const given = argumentsOf()
if (typeof given === "string") {
  console.error(`${given}\nnpm run judge -- [--set <folder>] [--json] [--strict]`)
  process.exitCode = 2
} else process.exitCode = await Effect.runPromise(main(given.set, given))
