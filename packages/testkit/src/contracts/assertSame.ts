import { assert } from "@effect/vitest"
import * as Schema from "effect/Schema"

/**
 * The two values are the same in their written form. Written, because two equal instants differ as objects once one
 * of them has been printed.
 */
export const assertSame = <A, I>(schema: Schema.Codec<A, I>, actual: A, expected: A): void =>
  assert.deepStrictEqual(Schema.encodeSync(schema)(actual), Schema.encodeSync(schema)(expected))
