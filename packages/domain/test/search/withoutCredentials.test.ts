import { assert, describe, it } from "@effect/vitest"
import { withoutCredentials } from "../../src/search/withoutCredentials.ts"

describe("withoutCredentials", () => {
  it.each([
    ["https://user:secret@shop.example/p?a=b@c#d", "https://shop.example/p?a=b@c#d"],
    ["http://secret@host/", "http://host/"],
    ["HTTP://:secret@host", "HTTP://host"],
    ["http://a@secret@host/", "http://host/"],
    ["http:secret@host/", "http:host/"],
    ["http:\\\\u:secret@host/", "http:\\\\host/"],
    ["http://u:secret\\@host/", "http://host/"],
    ["http://u:secret@", "http://"],
    ["ftp://u:secret@host/", "ftp://host/"]
  ])("%s is told as %s", (url, told) => {
    assert.strictEqual(withoutCredentials(url), told)
  })

  it.each(["https://shop.example/@someone", "https://shop.example/?mail=a@b.example", "https://shop.example#@", "not a URL @ all", ""])(
    "%j stays as it is",
    (url) => {
      assert.strictEqual(withoutCredentials(url), url)
    }
  )
})
