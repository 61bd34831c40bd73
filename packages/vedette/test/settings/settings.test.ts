import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Result from "effect/Result"
import { allSettings, readSettings, unknownSettings } from "../../src/index.ts"

const secretKey = Buffer.alloc(32, 7).toString("base64")
const files: Readonly<Record<string, string>> = { "/run/secrets/key": `${secretKey}\n` }
const readFile = (path: string): string => {
  const text = files[path]
  if (text === undefined) throw new Error("ENOENT")
  return text
}
const read = (environment: Record<string, string>) => readSettings(allSettings, environment, readFile)
const problemsOf = (environment: Record<string, string>) =>
  Result.match(read(environment), { onFailure: (problems) => problems, onSuccess: () => [] })

describe("settings", () => {
  it("an empty environment is enough, and a blank variable counts as unset", () => {
    for (const environment of [{}, { PORT: "", DATABASE_URL: "  " }]) {
      const settings = Result.getOrThrow(read(environment))
      assert.strictEqual(settings.host, "127.0.0.1")
      assert.strictEqual(settings.port, 8080)
      assert.isNull(settings.databaseUrl)
      assert.isFalse(settings.allowPrivateAddresses)
      assert.strictEqual(Duration.toSeconds(settings.lease), 30)
    }
  })

  it("every mistake is told at once, in the order of the table", () => {
    const problems = problemsOf({
      VEDETTE_LEASE: "soon",
      PORT: "65536",
      VEDETTE_API_KEY: "hunter2",
      VEDETTE_ALLOW_PRIVATE_ADDRESSES: "maybe",
      LOG_LEVEL: "loud",
      DATABASE_URL: "mysql://db"
    })
    assert.deepStrictEqual(problems.map(({ name }) => name), [
      "PORT",
      "DATABASE_URL",
      "VEDETTE_API_KEY",
      "VEDETTE_LEASE",
      "VEDETTE_ALLOW_PRIVATE_ADDRESSES",
      "LOG_LEVEL"
    ])
  })

  it("a variable named like ours that is none of ours is pointed out", () => {
    const environment = { VEDETTE_ALLOW_PRIVATE_ADRESSES: "1", VEDETTE_LEASE: "30s", VEDETTE_API_KEY_FILE: "/x", HOME: "/" }
    assert.deepStrictEqual(unknownSettings(allSettings, environment), ["VEDETTE_ALLOW_PRIVATE_ADRESSES"])
  })

  it("a secret's value is in no message", () => {
    const problems = problemsOf({ VEDETTE_API_KEY: "hunter2hunter2", DATABASE_URL: "mysql://me:hunter2@db", VEDETTE_SECRET_KEY: "hunter2", SMTP_URL: "imap://me:hunter2@mail" })
    assert.lengthOf(problems, 4)
    for (const { problem } of problems) assert.notInclude(problem, "hunter2")
  })

  for (const from of ["alerts@example.org", "Vedette <alerts@example.org>", "\"Kitchen, 2nd\" <a@b.example>", "<a@b.example>"]) {
    it(`${from} can be who mails are from`, () => assert.isEmpty(problemsOf({ MAIL_FROM: from })))
  }

  for (const from of ["alerts", "alerts@localhost", "Vedette", "Vedette <>", "a@b.example, c@d.example", "A <a@b.example>, B <c@d.example>"]) {
    it(`${from} cannot be who mails are from`, () => assert.lengthOf(problemsOf({ MAIL_FROM: from }), 1))
  }

  for (const port of ["-1", "65536", "http", "80.5", "0x50"]) {
    it(`port ${port} is refused`, () => assert.deepStrictEqual(problemsOf({ PORT: port }).map(({ name }) => name), ["PORT"]))
  }

  for (const [text, seconds] of [["1s", 1], ["15m", 900], ["2h", 7_200], ["7d", 604_800], ["250ms", 0.25]] as const) {
    it(`${text} is ${seconds} seconds`, () => {
      assert.strictEqual(Duration.toSeconds(Result.getOrThrow(read({ VEDETTE_RETENTION: text })).retention), seconds)
    })
  }

  for (const [text, problems] of [["1s", 0], ["1h", 0], ["999ms", 1], ["61m", 1], ["5", 1]] as const) {
    it(`a lease of ${text} is ${problems === 0 ? "accepted" : "refused"}`, () => {
      assert.deepStrictEqual(
        problemsOf({ VEDETTE_LEASE: text }).map(({ problem }) => problem),
        problems === 0 ? [] : [`must be a duration from 1s to 1h, not "${text}"`]
      )
    })
  }

  for (const text of ["15", "m", "-5m", "0s", "1.5h", "15 m", "1y"]) {
    it(`the duration ${JSON.stringify(text)} is refused`, () => assert.lengthOf(problemsOf({ VEDETTE_MIN_INTERVAL: text }), 1))
  }

  it("pages are kept for thirty days, as long as is said, or never", () => {
    for (const [said, days] of [[{}, 30], [{ VEDETTE_KEEP_PAGES: "2d" }, 2], [{ VEDETTE_KEEP_PAGES: "0" }, 0]] as const) {
      assert.strictEqual(Duration.toDays(Result.getOrThrow(read(said)).keepPages), days)
    }
    assert.match(problemsOf({ VEDETTE_KEEP_PAGES: "never" })[0]?.problem ?? "", /such as 30s, 15m, 2h or 7d, or 0, not/)
  })

  it("a secret may come from a file, a setting that is none may not", () => {
    const settings = Result.getOrThrow(read({ VEDETTE_SECRET_KEY_FILE: "/run/secrets/key", HOST_FILE: "/run/secrets/key" }))
    assert.deepStrictEqual(settings.secretKey, new Uint8Array(32).fill(7))
    assert.strictEqual(settings.host, "127.0.0.1")
  })

  it("a secret given twice, or from a file that is not there, is a mistake", () => {
    assert.lengthOf(problemsOf({ VEDETTE_SECRET_KEY: secretKey, VEDETTE_SECRET_KEY_FILE: "/run/secrets/key" }), 1)
    assert.lengthOf(problemsOf({ VEDETTE_SECRET_KEY_FILE: "/nowhere" }), 1)
  })

  it("a public URL loses its last slash, and has no query", () => {
    assert.strictEqual(Result.getOrThrow(read({ PUBLIC_URL: "https://a.example/v/" })).publicUrl, "https://a.example/v")
    for (const url of ["a.example", "ftp://a.example", "https://a.example/?q=1"]) {
      assert.lengthOf(problemsOf({ PUBLIC_URL: url }), 1)
    }
  })
})
