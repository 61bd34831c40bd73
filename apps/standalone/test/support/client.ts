import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"

/** The fields of answers that these tests look at. */
interface Fields {
  readonly id: string
  readonly state: string
  readonly status: string
  readonly next_run: string | null
  readonly webhook_secret: string
  readonly condition: string | null
  readonly detail: string
  readonly error_message: string | null
  readonly notification: string | null
  readonly result: { readonly verdict: string; readonly confidence: number } | null
  readonly attempts: ReadonlyArray<{ readonly outcome: string; readonly worker: string }>
}

interface Answer<A> {
  readonly status: number
  readonly body: A
}

/** A client with nothing but `fetch`, as a stranger would write it. */
export type TaskOrExecution = Fields

export const client = (url: string, apiKey: string) => ({
  call: <A = Fields>(method: string, path: string, body?: unknown): Effect.Effect<Answer<A>> =>
    Effect.promise(async () => {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) })
      })
      const text = await answer.text()
      return { status: answer.status, body: text === "" ? null : JSON.parse(text) }
    })
})

class NotYet extends Data.TaggedError("NotYet")<{ readonly message: string }> {}

/** Asks until the answer is what is waited for. */
export const eventually = <A, E, R>(ask: Effect.Effect<A, E, R>, isIt: (answer: A) => boolean, what: string) =>
  ask.pipe(
    Effect.filterOrFail(isIt, (answer) => new NotYet({ message: `${what} did not come true; last: ${JSON.stringify(answer)}` })),
    Effect.retry({ schedule: Schedule.spaced("100 millis"), times: 600 })
  )
