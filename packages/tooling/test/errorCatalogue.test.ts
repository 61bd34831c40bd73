import * as domain from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { assert, describe, it } from "vitest"
import { errorCatalogue } from "../src/errorCatalogue.ts"
import { docAbove } from "../src/sourceFiles.ts"

const catalogue = await Effect.runPromise(errorCatalogue)

describe("the catalogue of errors", () => {
  it("has every tagged error that the domain exports, and each is exported", () => {
    const exported = Object.entries(domain)
      .filter(([, value]) => Schema.isSchema(value) && typeof value === "function" && value.prototype instanceof Error)
      .map(([name]) => name)
    assert.isAbove(exported.length, 30)
    assert.sameMembers(catalogue.map(({ tag }) => tag), exported)
  })

  it("says of each what it means, in one sentence at least", () => {
    for (const { meaning, tag } of catalogue) assert.match(meaning, /\w{3}.*[.)]$/s, tag)
  })

  it("knows what is worth another try", () => {
    const retryable = (tag: string) => catalogue.find((error) => error.tag === tag)?.retryable
    assert.strictEqual(retryable("Contention"), "yes")
    assert.strictEqual(retryable("StaleVersion"), "no")
    assert.strictEqual(retryable("SearchMisconfigured"), "no")
    assert.strictEqual(retryable("PageBlocked"), "yes")
    assert.strictEqual(retryable("StorageError"), "as its reason")
    assert.strictEqual(retryable("TaskNotFound"), "no")
  })
})

describe("docAbove", () => {
  it("reads the comment right above, of one line or many, and no other", () => {
    const text = "/** One. */\nconst a = 1\nconst b = 2\n/**\n * Two,\n * three.\n */\nconst c = 3"
    assert.strictEqual(docAbove(text, text.indexOf("const a")), "One.")
    assert.strictEqual(docAbove(text, text.indexOf("const b")), "")
    assert.strictEqual(docAbove(text, text.indexOf("const c")), "Two,\nthree.")
  })
})
