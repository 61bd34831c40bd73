import * as Predicate from "effect/Predicate"

/** A node of schema.org data, from JSON-LD or microdata. */
export type SchemaNode = Readonly<Record<string, unknown>>

export const isNode = (value: unknown): value is SchemaNode => Predicate.isObject(value) && !Array.isArray(value)

export const listOf = (value: unknown): ReadonlyArray<unknown> => value === undefined ? [] : Array.isArray(value) ? value : [value]
