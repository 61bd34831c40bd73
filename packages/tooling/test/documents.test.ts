import { assert, describe, it } from "vitest"
import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../..", import.meta.url))

const documents = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" }).trim().split("\n")

/** Where the links of a document point, those to other hosts and to places within the document left out. */
const linkedFiles = (path: string): ReadonlyArray<string> =>
  [...readFileSync(join(root, path), "utf8").matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)/g)].flatMap(([, target]) =>
    target === undefined ? [] : [target]
  )

describe("the documents", () => {
  it("every link to a file leads to one", () => {
    const links = documents.flatMap((path) => linkedFiles(path).map((target) => ({ path, target })))
    assert.isAbove(links.length, 40)
    assert.deepStrictEqual(links.filter(({ path, target }) => !existsSync(join(root, dirname(path), target))), [])
  })

  it("every decision has a number of its own, and says it in its heading", () => {
    const numbers = readdirSync(join(root, "docs/adr")).map((file) => ({
      file,
      number: Number(file.slice(0, 4)),
      heading: Number(/^# (\d+)\./.exec(readFileSync(join(root, "docs/adr", file), "utf8"))?.[1])
    }))
    assert.deepStrictEqual(numbers.filter(({ heading, number }) => heading !== number), [])
    assert.deepStrictEqual(numbers.map(({ number }) => number), numbers.map((_, i) => i + 1))
  })
})
