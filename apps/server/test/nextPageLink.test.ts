import { expect, test } from "vitest"
import { nextPageLink } from "../src/http/nextPageLink.ts"

test.each([
  ["/api/v1/tasks?limit=2", "<https://v.example/api/v1/tasks?limit=2&cursor=c>"],
  ["/api/v1/tasks", "<https://v.example/api/v1/tasks?cursor=c>"],
  ["/api/v1/tasks?cursor=b&q=a%26b", "<https://v.example/api/v1/tasks?cursor=c&q=a%26b>"],
  // A question mark needs no escape in a query: it is the reader's word, and the next page is one of the same search.
  ["/api/v1/tasks?q=why?&tag=a?b", "<https://v.example/api/v1/tasks?q=why%3F&tag=a%3Fb&cursor=c>"]
])("the page after %s is of the same list", (url, link) => {
  expect(nextPageLink("https://v.example", url, "c")).toBe(`${link}; rel="next"`)
})
