import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, test } from "vitest"
import { httpUrl } from "../src/field/httpUrl.ts"

const read = Schema.decodeUnknownResult(httpUrl)

describe("the address of a source", () => {
  test.each(["https://shop.example/p", "http://shop.example/@someone?mail=a@b.example"])("%s is one", (url) => {
    expect(Result.getOrThrow(read(url))).toBe(url)
  })

  test.each(["https://user:secret@shop.example/", "https://user@shop.example/", "http://:secret@shop.example/"])(
    "%s names credentials, which are refused in words that do not repeat them",
    (url) => {
      const refused = read(url)
      expect(Result.isFailure(refused)).toBe(true)
      if (Result.isFailure(refused)) expect(String(refused.failure)).toContain("should not contain a user name or password")
    }
  )

  test.each(["ftp://shop.example/", "javascript:alert(1)", "shop.example", "https://", "https://a b/"])("%s is none", (url) => {
    const refused = read(url)
    expect(Result.isFailure(refused) && String(refused.failure)).toContain("valid http or https URL")
  })
})
