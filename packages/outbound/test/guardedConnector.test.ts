import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { guardedConnector } from "../src/guardedConnector.ts"
import { tcpServer } from "./localServer.ts"

it.effect("an address that names itself is refused without a connection, whoever forgot to judge its URL", () =>
  Effect.gen(function*() {
    let connections = 0
    const origin = yield* tcpServer(() => void (connections += 1))
    const { hostname, port } = new URL(origin)
    const connect = guardedConnector({ reachOf: () => "public", resolve: () => assert.fail("An address is not looked up"), timeoutMs: 1_000 })
    const error = yield* Effect.callback<Error | null>((resume) =>
      connect({ hostname, port, host: `${hostname}:${port}`, protocol: "http:" }, (...[error]) => resume(Effect.succeed(error))))
    assert.propertyVal(error, "code", "VEDETTE_ADDRESS_REFUSED")
    assert.strictEqual(connections, 0)
  }))
