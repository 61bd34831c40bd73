import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import { validFrom, validUntil } from "../src/validUntil.ts"

const iso = (at: DateTime.Utc | null) => at === null ? null : DateTime.formatIso(at)

describe("the end of a price", () => {
  it.each([
    ["a day ends where it ends last", "2026-02-27", "2026-02-28T12:00:00.000Z"],
    ["a time without a zone may be of the farthest west", "2026-02-27T18:00", "2026-02-28T06:00:00.000Z"],
    ["a time with a zone is that instant", "2026-02-27T18:00:00+01:00", "2026-02-27T17:00:00.000Z"],
    ["so is one in UTC", " 2026-02-27T18:00:00.5Z ", "2026-02-27T18:00:00.500Z"],
    ["what is no date is none", "soon", null],
    ["nor is a day that there is not", "2026-13-01", null],
    ["nor a number", 20_260_227, null]
  ])("%s", (_law, end, expected) => assert.strictEqual(iso(validUntil(end)), expected))

  it("is the first of those that are set, as far as they can be read", () => {
    assert.strictEqual(iso(validUntil("2026-05-01T00:00Z", undefined, "2026-03-01T00:00Z", "soon")), "2026-03-01T00:00:00.000Z")
  })
})

describe("the beginning of an offer", () => {
  it("is the last of those that are set, and a day begins where it begins last", () => {
    assert.strictEqual(iso(validFrom("2026-03-01T00:00Z", "2026-05-01")), "2026-05-01T12:00:00.000Z")
    assert.isNull(validFrom(undefined, "soon"))
  })
})
