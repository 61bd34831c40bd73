import { describe, expect, test } from "vitest"
import { ownUrl } from "../src/ownUrl.ts"

describe("the address of a server on its own machine", () => {
  test.each([
    ["127.0.0.1", 8080, "http://127.0.0.1:8080"],
    ["shop.example", 80, "http://shop.example:80"],
    ["::1", 8080, "http://[::1]:8080"],
    ["0.0.0.0", 8080, "http://localhost:8080"],
    ["::", 8080, "http://localhost:8080"],
    ["127.0.0.1", 0, null]
  ])("%s, %i", (host, port, url) => {
    expect(ownUrl(host, port)).toBe(url)
    expect(url === null || URL.canParse(url)).toBe(true)
  })
})
