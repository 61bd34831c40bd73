import { ConnectionLost, StorageError } from "@vedette/domain"
import { MemoryStorage } from "@vedette/storage-memory"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const gone = Effect.fail(new StorageError({ reason: new ConnectionLost({ message: "The database is restarting." }) }))

const dead = <S extends object>(service: S): S =>
  Object.fromEntries(
    Object.entries(service).map(([name, member]) => [
      name,
      typeof member === "function" ? () => gone : Effect.isEffect(member) ? gone : member
    ])
  ) as S

/** A storage that works until it is switched off, and then cannot be reached. */
export const switchedStorage = () => {
  let reachable = true
  const layer = Layer.effectContext(Effect.map(Effect.context<Layer.Success<typeof MemoryStorage.layer>>(), (context) => {
    // What else is in the context (the scope, the fiber's own) has to go on.
    const ports = [...context.mapUnsafe].filter(([key]) => key.startsWith("@vedette/domain/ports/"))
    const switched = ports.map(([key, service]) => {
      const sound = service as object
      const away = dead(sound)
      return [key, new Proxy(sound, { get: (_, name) => Reflect.get(reachable ? sound : away, name) as unknown })] as const
    })
    return Context.makeUnsafe<Layer.Success<typeof MemoryStorage.layer>>(new Map(switched))
  })).pipe(Layer.provide(MemoryStorage.layer))
  return { layer, switchOff: () => void (reachable = false) }
}
