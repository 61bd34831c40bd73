import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import { isLoopback } from "vedette/node"
import { buildServer, type ServerOptions } from "./buildServer.ts"
import type { ServerServices } from "./ServerServices.ts"

export interface ServeOptions extends ServerOptions {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
}

/** The address could not be listened on: it is taken, or not ours. */
export class ListenFailed extends Data.TaggedError("ListenFailed")<{
  readonly host: string
  readonly port: number
  readonly message: string
}> {}

/** Answers under way get this long; then their connections are cut, so that a stop is a matter of seconds. */
const CLOSE_WITHIN_MS = 10_000

/** Listens until the scope closes. Answers the address, with the port that was picked. */
export const serve = Effect.fn("serve")(function*(options: ServeOptions) {
  if (options.signIn?.noAuth === true && !isLoopback(options.host)) {
    const { host, port } = options
    return yield* new ListenFailed({ host, port, message: `A server without keys listens on this machine alone, and not on ${host}` })
  }
  const context = yield* Effect.context<ServerServices>()
  const app = buildServer({ runPromiseExit: Effect.runPromiseExitWith(context) }, options)
  const { host, port } = options
  const url = yield* Effect.acquireRelease(
    Effect.tryPromise({
      try: () => app.listen({ host, port }),
      catch: (error) =>
        new ListenFailed({ host, port, message: `Cannot listen on ${host}:${port}: ${(error as Error).message}` })
    }),
    () =>
      Effect.promise(async () => {
        const cut = setTimeout(() => app.server.closeAllConnections(), CLOSE_WITHIN_MS)
        await app.close()
        clearTimeout(cut)
      })
  )
  return { url }
})
