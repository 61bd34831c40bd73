import { forgetRequests } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Duty } from "./startDuty.ts"

/** A count lives for a minute and an answer for a day; what is over does no harm meanwhile but take room. */
const EVERY = Duration.minutes(10)

/** Forgets counts and answers of requests that are over. */
export const requestsDuty = {
  name: "requests",
  schedule: { every: EVERY },
  perform: Effect.asVoid(forgetRequests)
} satisfies Duty<unknown, unknown>
