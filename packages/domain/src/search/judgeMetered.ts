import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type RunBudget, SearchError, type SearchRequest, SearchTimedOut } from "../ports/Search.ts"
import { addUsage } from "./addUsage.ts"
import { type Judgement, noUsage, type Usage } from "./Judgement.ts"
import { OnCutOff } from "./OnCutOff.ts"

/** What a judgement in the making has cost, and may cost. */
export interface Meter {
  readonly spend: (usage: Usage) => Effect.Effect<void>
  readonly spent: Effect.Effect<Usage>
  /** Of the run's budget. A step of unknown price takes nothing of it: what is known of the others still counts. */
  readonly left: Effect.Effect<RunBudget>
}

const timedOut = () =>
  Effect.fail(new SearchError({ reason: new SearchTimedOut({ message: "No judgement was reached within the time of the run." }) }))

/**
 * Judges by the request's deadline and within sight of its budget. However it ends short of a judgement, its error carries what was
 * spent: steps that were done, and of a call that was cut off all that it may have cost (`OnCutOff`). One that is stopped from without
 * has no error to carry it, and tells the `OnCutOff` of whoever stopped it.
 */
export const judgeMetered = Effect.fnUntraced(function*(
  request: SearchRequest,
  judge: (meter: Meter) => Effect.Effect<Judgement, SearchError>
) {
  const time = DateTime.toEpochMillis(request.deadline) - (yield* Clock.currentTimeMillis)
  let spent: Usage = noUsage
  let knownMicroUsd = 0
  const spend = (usage: Usage) =>
    Effect.sync(() => {
      spent = addUsage(spent, usage)
      knownMicroUsd += usage.costMicroUsd ?? 0
    })
  const { microUsd, tokens } = request.budget ?? { tokens: null, microUsd: null }
  const left = Effect.sync((): RunBudget => ({
    tokens: tokens === null ? null : Math.max(0, tokens - spent.tokens),
    microUsd: microUsd === null ? null : Math.max(0, microUsd - knownMicroUsd)
  }))
  const judging: Effect.Effect<Judgement, SearchError> = time <= 0 ? timedOut() : judge({ spend, spent: Effect.sync(() => spent), left })
  const tell = yield* OnCutOff
  return yield* judging.pipe(
    Effect.timeoutOrElse({ duration: Math.max(0, time), orElse: timedOut }),
    Effect.provideService(OnCutOff, spend),
    Effect.onInterrupt(() => tell(spent)),
    Effect.mapError((error) => new SearchError({ reason: error.reason, usage: addUsage(spent, error.usage ?? noUsage) }))
  )
})
