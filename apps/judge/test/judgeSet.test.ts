import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { judgeSet, type LabelledCase, report } from "../src/index.ts"
import { printScore } from "../src/printScore.ts"

const folderOf = (name: string) => fileURLToPath(new URL(`../sets/${name}`, import.meta.url))
const reportFile = new URL("../../../docs/reference/judging-report.md", import.meta.url)

const aboutOf = (name: string) => readFileSync(join(folderOf(name), "about.txt"), "utf8").trim()

/** A set in a folder of its own. */
const withSet = <A, E>(files: Readonly<Record<string, string | Uint8Array>>, use: (folder: string) => Effect.Effect<A, E>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const folder = mkdtempSync(join(tmpdir(), "vedette-set-"))
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
      return folder
    }),
    use,
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
  )
const setOf = (cases: ReadonlyArray<Partial<LabelledCase>>, files: Readonly<Record<string, string>> = {}) => ({ "cases.json": JSON.stringify(cases), ...files })

const page = "<title>Koda 2</title><h1>Koda 2</h1><p>Headphones with soft cushions and thirty hours of battery, in black.</p><p>$279.00</p>"

describe("the labelled sets", () => {
  it.live("no case is called met that is not, and the report says how many are found", () =>
    Effect.gen(function*() {
      const own = yield* judgeSet(folderOf("own"))
      const fresh = yield* judgeSet(folderOf("fresh"))
      const second = yield* judgeSet(folderOf("second"))
      const adversarial = yield* judgeSet(folderOf("adversarial"))
      const ordinary = yield* judgeSet(folderOf("ordinary"))
      const words = yield* judgeSet(folderOf("words"))
      const shops = yield* judgeSet(folderOf("shops"))
      const events = yield* judgeSet(folderOf("events"))
      const exam = yield* judgeSet(folderOf("exam"))
      const told = yield* judgeSet(folderOf("told"))
      const toldAgain = yield* judgeSet(folderOf("told-again"))
      const toldVersions = yield* judgeSet(folderOf("told-versions"))
      const toldPlain = yield* judgeSet(folderOf("told-plain"))
      const toldBlind = yield* judgeSet(folderOf("told-blind"))
      assert.isAtLeast(own.cases.length + fresh.cases.length, 200)
      for (const kind of [...own.score.kinds, ...fresh.score.kinds, ...second.score.kinds, ...adversarial.score.kinds, ...ordinary.score.kinds, ...words.score.kinds, ...shops.score.kinds, ...events.score.kinds, ...exam.score.kinds, ...told.score.kinds, ...toldAgain.score.kinds, ...toldVersions.score.kinds, ...toldPlain.score.kinds, ...toldBlind.score.kinds]) {
        if (kind.precision !== null) assert.strictEqual(kind.precision, 1, kind.kind)
      }
      const text = report([
        { name: "Our own set", about: "Written along with the code, and every failure found since is kept in it. It says what holds, not how well the code does on pages it has not seen.", ...own },
        { name: "The fresh set", about: aboutOf("fresh"), ...fresh },
        { name: "The second fresh set", about: aboutOf("second"), ...second },
        { name: "The adversarial set", about: aboutOf("adversarial"), ...adversarial },
        { name: "The ordinary set", about: aboutOf("ordinary"), ...ordinary },
        { name: "The set of words and events", about: aboutOf("words"), ...words },
        { name: "The shops", about: aboutOf("shops"), ...shops },
        { name: "Events", about: aboutOf("events"), ...events },
        { name: "The exam", about: aboutOf("exam"), ...exam },
        { name: "What is told", about: aboutOf("told"), ...told },
        { name: "What is told, again", about: aboutOf("told-again"), ...toldAgain },
        { name: "Versions that are told", about: aboutOf("told-versions"), ...toldVersions },
        { name: "What is told of plain pages", about: aboutOf("told-plain"), ...toldPlain },
        { name: "What is told of versions, changes and words", about: aboutOf("told-blind"), ...toldBlind }
      ])
      if (process.env["UPDATE_DOCS"] === "1") writeFileSync(reportFile, text)
      assert.strictEqual(readFileSync(reportFile, "utf8"), text)
    }), 300_000) // Two thousand pages: seconds where nothing else runs, minutes on a machine that is busy.
})

describe("judgeSet", () => {
  it.live("what a case leaves out gets the plainest meaning", () =>
    withSet(setOf([{ page: "a.html", condition: "price < 300 USD", expected: "met" }], { "a.html": page }), (folder) =>
      Effect.gen(function*() {
        const { cases } = yield* judgeSet(folder)
        assert.deepInclude(cases[0], { id: "1", kind: "unlabelled", verdict: "met", understood: "price < 300 USD", error: null })
      })))

  it.live("a list that begins with a byte order mark, in UTF-8 or UTF-16, is read", () =>
    Effect.forEach(["utf8", "utf16le"] as const, (encoding) => {
      const cases = Buffer.from(`\ufeff${JSON.stringify([{ page: "a.html", condition: "price < 300 USD", expected: "met" }])}`, encoding)
      return withSet({ "cases.json": cases, "a.html": page }, (folder) =>
        Effect.gen(function*() {
          assert.strictEqual((yield* judgeSet(folder)).cases[0]?.verdict, "met")
        }))
    }))

  it.live("a source that cannot be reached, a file that is missing and a condition that cannot be read are unclear, with the reason", () =>
    withSet(
      setOf([
        { page: null, condition: "price < 300 USD", expected: "unclear" },
        { page: "none.html", condition: "price < 300 USD", expected: "unclear" },
        { page: "", condition: "price < 300 USD", expected: "unclear" },
        { page: "../../etc/passwd", condition: "changed", expected: "unclear" },
        { page: "a.html", condition: "prise < 300", form: "typed", expected: "unclear" },
        { page: "a.html", before: "b.html", condition: "changed", expected: "unclear" },
        { page: "a.html", url: "shop", condition: "price < 300 USD", expected: "unclear" }
      ], { "a.html": page }),
      (folder) =>
        Effect.gen(function*() {
          const { cases, score } = yield* judgeSet(folder)
          const reasons = ["could not be read", "no file", "no file", "no file", "Did you mean price?", "no file", "shop is no URL"]
          assert.deepStrictEqual(cases.map(({ verdict }) => verdict), reasons.map(() => "unclear"))
          for (const [index, why] of reasons.entries()) assert.include(cases[index]?.error, why)
          // Right by its label, and still no measurement: a mistyped file name would count for the code.
          const said = printScore(score, cases)
          assert.include(said, "6 of 7 cannot be judged as they are written:")
          assert.notInclude(said, "Every case was judged")
        })
    ))

  it.live.each([
    ["no cases.json", {}, "There is no"],
    ["broken JSON", { "cases.json": "[{" }, "is not JSON"],
    ["no list", { "cases.json": "{}" }, "no list of cases"],
    ["an instant that is none", { "cases.json": JSON.stringify([{ id: "x", condition: "changed", expected: "met", now: "yesterday" }]) }, "Case 1 (x)"],
    ["a day to watch from that is none", { "cases.json": JSON.stringify([{ id: "x", condition: "changed", expected: "met", since: "spring" }]) }, 'its "since" is "spring"'],
    ["a label that is none", { "cases.json": JSON.stringify([{ id: "x", condition: "changed", expected: "yes" }]) }, 'Expected "met" | "not_met" | "unclear" at ["expected"]'],
    ["a case without a label", { "cases.json": JSON.stringify([{ id: "x", condition: "changed" }]) }, "Case 1 (x)"]
  ] as ReadonlyArray<readonly [string, Record<string, string>, string]>)("a set with %s is refused in a sentence", ([, files, why]) =>
    withSet(files, (folder) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(judgeSet(folder))
        assert.include(error.message, why)
      })))
})
