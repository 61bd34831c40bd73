import { Notifiers } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { echoInput } from "./echoInput.ts"
import { enumWords } from "./enumWords.ts"
import { RequestInvalid } from "./requestErrors.ts"

/** A channel of this server. Which there are is known only when it runs, so the contract's schema cannot say. */
export const kindNamed = Effect.fnUntraced(function*(type: string, loc: readonly [part: string, field: string]) {
  const kinds = [...(yield* Notifiers).keys()]
  const kind = kinds.find((known) => known === type)
  if (kind !== undefined) return kind
  return yield* new RequestInvalid({ violations: [{ loc, ...enumWords(kinds), ...echoInput(type) }] })
})
