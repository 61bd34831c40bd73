import * as Effect from "effect/Effect"
import type { Mortality } from "./Mortality.ts"

/**
 * The same service as a worker that can be killed has it: every call and every effect of it is a statement. What is
 * neither (a duration, a stream of hints) stays as it is.
 */
export const mortalService = <Service extends object>(service: Service, mortality: Mortality): Service =>
  Object.fromEntries(
    Object.entries(service).map(([name, member]: [string, unknown]) => {
      if (typeof member === "function") {
        return [name, (...args: ReadonlyArray<unknown>) =>
          mortality.statement(Effect.suspend(() => member(...args) as Effect.Effect<unknown, unknown>))]
      }
      return [name, Effect.isEffect(member) ? mortality.statement(member) : member]
    })
  ) as Service
