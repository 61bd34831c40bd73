import { assert, describe, it } from "@effect/vitest"
import { subjectOf } from "../../src/search/identity/Subject.ts"
import { compareVersions, isPrerelease, isVersion } from "../../src/search/version/compareVersions.ts"
import { readVersions } from "../../src/search/version/readVersions.ts"
import { pageOf } from "./pageFixture.ts"

describe("compareVersions", () => {
  const ordered = ["0.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2", "1.10", "2.0b1", "2"]

  it("is semver's order, with numbers as numbers", () => {
    for (const [index, lower] of ordered.entries()) {
      for (const higher of ordered.slice(index + 1)) {
        assert.isBelow(compareVersions(lower, higher), 0, `${lower} < ${higher}`)
        assert.isAbove(compareVersions(higher, lower), 0)
      }
    }
  })

  it("equal are versions that differ in form only", () => {
    for (const same of ["v4", "4.0", "4.0.0", "4.0.0+build.7", "4.0.0-lts"]) assert.strictEqual(compareVersions(same, "4"), 0)
  })

  it("what is no version has no order", () => {
    for (const none of ["", "four", "4.x", "1.2.3.4.5.6.7.8", "4 .1"]) {
      assert.isFalse(isVersion(none))
      assert.isNaN(compareVersions(none, "4"))
    }
  })

  it("a candidate says that it is none", () => {
    assert.isTrue(["5.0.0-rc.1", "5.0b2", "5.0.0-SNAPSHOT", "5.0.0-next.3"].every(isPrerelease))
    assert.isFalse(["5.0.0", "v5", "5.0.0-final", "5.0.0+rc", "5.0.0-1"].some(isPrerelease))
  })
})

describe("readVersions", () => {
  it("lines of nothing but numbers are read at once: nothing else is done meanwhile", () => {
    // Work of this thread alone, whatever else the machine does.
    const before = process.threadCpuUsage()
    assert.strictEqual(readVersions(pageOf({ title: "Koru", blocks: Array.from({ length: 40 }, () => "1,".repeat(1_000)) }), null, subjectOf("Koru", true)), "nothing on it says which version is out")
    assert.isBelow(process.threadCpuUsage(before).user, 1_000_000)
  })

  it("a version is found at the end of a line that is as long as lines get", () => {
    const line = `${"Meetings, minutes and other matters of the club. ".repeat(38)}Koru 3.1 is out now.`
    const read = readVersions(pageOf({ title: "Koru", blocks: [line] }), null, subjectOf("Koru", true))
    assert.deepStrictEqual(typeof read === "string" ? read : read.map(({ kind, version }) => [kind, version]), [["stated", "3.1"]])
  })
})
