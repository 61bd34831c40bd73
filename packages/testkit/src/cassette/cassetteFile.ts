import { HttpFetch } from "@vedette/domain"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { Cassette } from "./Cassette.ts"
import { type CassetteOptions, CassetteRecorder, recordCassette } from "./recordCassette.ts"
import { replayCassette } from "./replayCassette.ts"

const json = Schema.fromJsonString(Cassette)

/**
 * A cassette in a file: replayed where the file is there, recorded into it where it is not. Delete the file to record anew; review what
 * was recorded before you commit it. With `CI` set nothing is recorded, and a missing file dies.
 *
 * @example
 * const http = cassetteFile("test/cassettes/koda.json", { secrets: [key] }).pipe(
 *   Layer.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: false }))
 * )
 */
export const cassetteFile = (path: string, options: CassetteOptions = {}): Layer.Layer<HttpFetch, never, HttpFetch> => {
  if (existsSync(path)) {
    return Layer.unwrap(Effect.map(
      Effect.orDie(Schema.decodeEffect(json)(readFileSync(path, "utf8"))),
      (cassette) => replayCassette(cassette, options)
    ))
  }
  if (process.env["CI"] !== undefined) return Layer.effect(HttpFetch, Effect.die(new Error(`There is no cassette ${path}, and CI records none.`)))
  return Layer.effect(
    HttpFetch,
    Effect.gen(function*() {
      const context = yield* Layer.build(recordCassette(options))
      yield* Effect.addFinalizer(() =>
        Effect.gen(function*() {
          const cassette = yield* Context.get(context, CassetteRecorder).cassette
          mkdirSync(dirname(path), { recursive: true })
          writeFileSync(path, `${JSON.stringify(cassette, null, 2)}\n`)
        })
      )
      return Context.get(context, HttpFetch)
    })
  )
}
