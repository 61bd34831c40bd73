import * as Result from "effect/Result"
import type { Decoder } from "./decoders.ts"
import type { Setting } from "./Setting.ts"

/** Unset: null. */
export const optional = <A>(name: string, decode: Decoder<A>, meaning: string, otherwise = "unset"): Setting<A | null> => ({
  name,
  meaning,
  otherwise,
  secret: false,
  read: (value) => value === undefined ? Result.succeed(null) : decode(value)
})

/** The same, and it may come as a file. */
export const secret = <A>(name: string, decode: Decoder<A>, meaning: string, otherwise = "unset"): Setting<A | null> => ({
  ...optional(name, decode, meaning, otherwise),
  secret: true
})

/** Unset: the default. */
export const withDefault = <A>(name: string, decode: Decoder<A>, fallback: A, otherwise: string, meaning: string): Setting<A> => ({
  name,
  meaning,
  otherwise,
  secret: false,
  read: (value) => value === undefined ? Result.succeed(fallback) : decode(value)
})
