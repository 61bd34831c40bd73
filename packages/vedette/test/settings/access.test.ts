import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { accessSettings, readSettings, serverSettings } from "../../src/index.ts"
import { isLoopback, loadSettings } from "../../src/node/index.ts"

const read = (environment: Record<string, string>) => readSettings(accessSettings, environment, () => "")
const get = (environment: Record<string, string>) => Result.getOrThrow(read(environment))

/** Refusals of a whole start, under an environment of its own. */
const refusal = (environment: Record<string, string>) =>
  Effect.suspend(() => {
    const before = { ...process.env }
    Object.assign(process.env, environment)
    return Effect.flip(loadSettings({ ...serverSettings, ...accessSettings })).pipe(
      Effect.ensuring(Effect.sync(() => {
        for (const name of Object.keys(environment)) delete process.env[name]
        Object.assign(process.env, before)
      }))
    )
  })

describe("who is let in", () => {
  for (const name of ["VEDETTE_NOAUTH", "TORALE_NOAUTH", "WEBWHEN_NOAUTH"]) {
    it(`${name}=1 asks nobody for a key`, () => {
      assert.isTrue(get({ [name]: "1" }).noAuth)
      assert.isFalse(get({}).noAuth)
    })
  }

  it("our own name counts before the original's", () => {
    assert.isFalse(get({ VEDETTE_NOAUTH: "0", TORALE_NOAUTH: "1" }).noAuth)
  })

  for (const host of ["0.0.0.0", "::", "192.168.1.7", "example.com", "localhost.example.com", "::ffff:10.0.0.1"]) {
    it.effect(`without keys a start on ${host} is refused`, () =>
      Effect.gen(function*() {
        const error = yield* refusal({ TORALE_NOAUTH: "1", HOST: host })
        assert.strictEqual(error.exitCode, 78)
        assert.include(error.message, "TORALE_NOAUTH lets everybody in")
      }))
  }

  for (const name of ["VEDETTE_NOAUTH", "TORALE_NOAUTH", "WEBWHEN_NOAUTH"]) {
    it.effect(`a refusal names ${name}, as it was set, beside all else that is wrong`, () =>
      Effect.gen(function*() {
        const { message } = yield* refusal({ [name]: "1", HOST: "0.0.0.0", PORT: "many" })
        assert.include(message, "2 settings are wrong")
        assert.include(message, `${name} lets everybody in`)
        assert.include(message, "PORT ")
        assert.include((yield* refusal({ [name]: "perhaps" })).message, `  ${name} `)
      }))
  }

  for (const host of ["127.0.0.1", "127.8.9.10", "::1", "[::1]", "localhost", "vedette.localhost"]) {
    it(`${host} is this machine`, () => assert.isTrue(isLoopback(host)))
  }

  it.effect("an audience without an issuer is a mistake", () =>
    Effect.gen(function*() {
      assert.include((yield* refusal({ OIDC_AUDIENCE: "vedette" })).message, "OIDC_ISSUER is not set")
    }))

  it("origins are origins, and nothing longer", () => {
    assert.deepStrictEqual(get({ VEDETTE_CORS_ORIGINS: " https://a.example , http://localhost:5173" }).corsOrigins, [
      "https://a.example",
      "http://localhost:5173"
    ])
    for (const origin of ["*", "a.example", "https://a.example/", "https://a.example/app", "https://A.example"]) {
      assert.isTrue(Result.isFailure(read({ VEDETTE_CORS_ORIGINS: origin })), origin)
    }
  })
})
