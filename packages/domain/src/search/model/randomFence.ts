import * as Effect from "effect/Effect"
import * as Random from "effect/Random"

/** 96 bits: nobody who writes a page can guess it. A new one for each prompt, so that one that was seen is of no use. */
export const randomFence: Effect.Effect<string> = Effect.map(
  Effect.all(Array.from({ length: 3 }, () => Random.nextIntBetween(0, 0xffff_ffff))),
  (parts) => `FENCE-${parts.map((part) => part.toString(16).padStart(8, "0")).join("")}`
)
