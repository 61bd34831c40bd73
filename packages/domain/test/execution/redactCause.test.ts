import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"
import { redactCause } from "../../src/execution/redactCause.ts"

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
const secret = Arbitrary.array(Arbitrary.schema(Schema.Literals(letters.split(""))), { minLength: 24, maxLength: 48 }).pipe(
  Arbitrary.map((characters) => characters.join(""))
)
const surrounding = Arbitrary.schema(Schema.String.check(Schema.isMaxLength(40)))

/** Where secrets turn up in raw causes. */
const shapes: ReadonlyArray<readonly [name: string, plant: (secret: string) => string]> = [
  ["the password of a URL", (it) => `connect postgres://vedette:${it}@db.example:5432/vedette`],
  ["a password of a URL that holds an @", (it) => `connect postgres://vedette:p@${it}@db.example/vedette`],
  ["the password of a URL without a user", (it) => `redis://:${it}@cache.example`],
  ["a URL's user that is a token", (it) => `fetch https://${it}@git.example/repo`],
  ["an API key of ours", (it) => `401 for sk_${it}`],
  ["a signing secret of ours", (it) => `whsec_${it}/+=`],
  ["a key of a model vendor", (it) => `Incorrect API key provided: sk-${it}.`],
  ["a key of Google's", (it) => `API key AIza${it} not valid`],
  ["a bearer token", (it) => `{"authorization":"Bearer ${it}"}`],
  ["basic credentials", (it) => `Authorization: Basic ${it}==`],
  ["a query parameter", (it) => `GET https://api.example/search?q=kettle&api_key=${it}&n=3`],
  ["a first query parameter", (it) => `GET https://api.example/search?key=${it}`],
  ["a header of a search provider", (it) => `X-Subscription-Token: ${it}`],
  ["a header written as JSON", (it) => `{"x-api-key":"${it}","accept":"*/*"}`],
  ["a field of a body", (it) => `{ "apiKey": "${it}" }`],
  ["a field named in snake case", (it) => `client_secret=${it}`]
]

describe("redactCause", () => {
  for (const [name, plant] of shapes) {
    it.prop(`${name} does not survive`, [secret, surrounding, surrounding], ([planted, before, after]) => {
      const redacted = redactCause(`${before} ${plant(planted)} ${after}`) ?? ""
      assert.notInclude(redacted, planted)
      assert.notInclude(redacted, planted.slice(0, 12), "not even its first half")
    })
  }

  it("what is no secret is kept, word for word", () => {
    for (
      const cause of [
        "Error: getaddrinfo ENOTFOUND shop.example",
        "SyntaxError: Unexpected token < in JSON at position 0",
        "at judge (file:///srv/vedette/search.js:12:34)",
        "GET https://shop.example/p?id=42&page=3 answered 503",
        "The key of the map is missing; 3 tokens used"
      ]
    ) assert.strictEqual(redactCause(cause), cause)
  })

  it("keeps at most 2,000 characters, and cuts after redacting, not through a secret", () => {
    const cause = `${"x".repeat(1_990)} sk_${"S".repeat(43)}`
    assert.strictEqual(redactCause(cause)?.length, 1_997)
    assert.strictEqual(redactCause("y".repeat(5_000))?.length, 2_000)
  })

  it("no cause stays no cause", () => {
    assert.isNull(redactCause(null))
  })
})
