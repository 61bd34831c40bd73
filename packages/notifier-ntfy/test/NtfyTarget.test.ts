import { assert, describe, it } from "@effect/vitest"
import type { ChannelTarget } from "@vedette/domain"
import * as Result from "effect/Result"
import { ntfyTarget } from "../src/NtfyTarget.ts"

const judged = (target: ChannelTarget, allowHttp = false) =>
  Result.match(ntfyTarget(target, { allowHttp }), { onSuccess: (normal) => normal, onFailure: (message) => message })

describe("the settings of an ntfy channel", () => {
  it("a topic is enough: the public server, the default priority, no token", () => {
    assert.deepStrictEqual(judged({ topic: "my_alerts-7" }), {
      server: "https://ntfy.sh",
      topic: "my_alerts-7",
      token: null,
      priority: 3
    })
  })

  const servers: ReadonlyArray<readonly [string, string]> = [
    ["https://ntfy.example.org", "https://ntfy.example.org"],
    [" HTTPS://NTFY.Example.org:443/ ", "https://ntfy.example.org"],
    ["https://ntfy.example.org:8443", "https://ntfy.example.org:8443"],
    ["http://ntfy.example.org", "ntfy server must be an HTTPS URL"],
    ["ntfy.example.org", "ntfy server must be an HTTPS URL"],
    ["", "ntfy server must be an HTTPS URL"],
    ["https://", "ntfy server URL is not valid"],
    ["https://ntfy.example.org/\ttopic", "ntfy server URL is not valid"],
    ["https://ada:secret@ntfy.example.org", "ntfy server URL must not hold a password; use an access token"],
    ["https://ntfy.example.org/alerts", "ntfy server URL must end after the host; the topic is a field of its own"],
    ["https://ntfy.example.org/?auth=x", "ntfy server URL must end after the host; the topic is a field of its own"]
  ]
  for (const [typed, expected] of servers) {
    it(`server ${JSON.stringify(typed)} → ${expected}`, () => {
      const normal = judged({ topic: "a", server: typed })
      assert.strictEqual(typeof normal === "string" ? normal : normal.server, expected)
    })
  }

  for (const topic of ["", "a b", "a/b", "a,b", "ä", "a".repeat(65), 7, null]) {
    it(`topic ${JSON.stringify(topic)} is refused`, () => {
      assert.match(String(judged({ topic })), /^ntfy topic /)
    })
  }

  it("http is accepted where the operator allows it", () => {
    assert.deepInclude(judged({ topic: "a", server: "http://127.0.0.1:8090" }, true), { server: "http://127.0.0.1:8090" })
  })

  it("a token that could leave its header is refused without being shown", () => {
    for (const token of ["", "tk_secret x", "tk_secret\r\nhost: x", "tk_sécret", "tk_secret".repeat(200), 7]) {
      assert.strictEqual(judged({ topic: "a", token }), "ntfy access token is not valid")
    }
    assert.deepInclude(judged({ topic: "a", token: " tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2 " }), {
      token: "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2"
    })
  })

  it("a priority is a whole number from 1 to 5", () => {
    for (const priority of [1, 2, 3, 4, 5] as const) assert.deepInclude(judged({ topic: "a", priority }), { priority })
    for (const priority of [0, 6, 2.5, "high", true]) {
      assert.strictEqual(judged({ topic: "a", priority }), "ntfy priority must be a number from 1 to 5")
    }
  })
})
