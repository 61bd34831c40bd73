import * as Result from "effect/Result"
import { expect, test } from "vitest"
import { senderOf } from "../src/senderOf.ts"

test.each([
  ["alerts@example.org", { name: "Vedette", address: "alerts@example.org", host: "example.org" }],
  ["Vedette <alerts@Example.ORG>", { name: "Vedette", address: "alerts@example.org", host: "example.org" }],
  ["\"Küche, 2. Stock\" <a@b.example>", { name: "Küche, 2. Stock", address: "a@b.example", host: "b.example" }],
  ["<a@b.example>", { name: "Vedette", address: "a@b.example", host: "b.example" }]
])("%s is a sender", (text, sender) => {
  expect(Result.getOrThrow(senderOf(text))).toEqual(sender)
})

test.each(["", "Vedette", "Vedette <>", "a@b.example, c@d.example", "x <a@b.example>\r\nBcc: e@f.example"])("%j is none", (text) => {
  expect(Result.isFailure(senderOf(text))).toBe(true)
})
