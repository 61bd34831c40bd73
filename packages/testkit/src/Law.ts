import type { Vitest } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { TestClock } from "effect/testing"

/**
 * One law of a port, as data: the sentence that names it, and a check that fails or dies when it is broken.
 *
 * A contract suite is a list of laws. Data, because one list serves twice: `registerLaws` makes tests of it for an
 * adapter that must obey, `failingLaws` runs it against an adapter that is broken on purpose, so that a law which
 * can never fail is found out.
 *
 * A check uses nothing but the port and Effect's Clock, makes its own ids, and leaves nothing that another law
 * could stumble over: a suite may share one adapter between all its laws.
 */
export interface Law<out R = never> {
  readonly name: string
  readonly check: Effect.Effect<void, unknown, R | Scope.Scope>
}

/**
 * Registers one test per law, named by the law, inside the `it` of a suite.
 *
 * @example
 * layer(MyStorage.layer)("Storage contract (mine)", (it) => registerLaws(it, storageLaws))
 */
export const registerLaws = <R>(it: Pick<Vitest.MethodsNonLive<R>, "effect">, laws: ReadonlyArray<Law<R>>): void => {
  for (const law of laws) it.effect(law.name, () => law.check)
}

/**
 * The names of the laws that an adapter breaks, in the order of the list: empty for an adapter that obeys.
 *
 * Every law gets an adapter and a TestClock of its own, so that a law broken first cannot spoil the next. A layer
 * that cannot be built is an error of the test and not a broken law.
 */
export const failingLaws = <R, E>(
  laws: ReadonlyArray<Law<R>>,
  adapter: Layer.Layer<R, E>
): Effect.Effect<ReadonlyArray<string>, E> =>
  Effect.forEach(laws, (law) =>
    law.check.pipe(
      Effect.scoped,
      Effect.exit,
      Effect.map((exit) => Exit.isFailure(exit) ? [law.name] : []),
      Effect.provide(Layer.fresh(adapter).pipe(Layer.provideMerge(Layer.fresh(TestClock.layer()))))
    )).pipe(Effect.map((names) => names.flat()))
