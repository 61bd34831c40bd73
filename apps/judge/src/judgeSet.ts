import * as Effect from "effect/Effect"
import { judgeCase } from "./judgeCase.ts"
import { loadSet } from "./loadSet.ts"
import { score } from "./Score.ts"

/** Cases judged at a time. They share one thread: more would only wait for each other. */
const concurrency = 4

/** Judges all cases of a folder. The same folder gives the same result. */
export const judgeSet = Effect.fnUntraced(function*(folder: string) {
  const set = yield* loadSet(folder)
  const cases = yield* Effect.forEach(set.cases, (labelled, index) => judgeCase(set.folder, labelled, index), { concurrency })
  return { cases, score: score(cases) }
})
