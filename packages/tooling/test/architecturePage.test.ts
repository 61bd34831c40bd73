import { assert, it } from "vitest"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../src/sourceFiles.ts"

const page = readFileSync(join(root, "docs/architecture.md"), "utf8")

const sources = ["packages", "apps"].flatMap((group) =>
  readdirSync(join(root, group), { recursive: true, encoding: "utf8" })
    .map((file) => `${group}/${file}`)
    .filter((file) => file.includes("/src/") && !file.includes("node_modules"))
)

it("every file that the architecture page names is there", () => {
  const named = [...page.matchAll(/`([\w./-]+\.ts)`/g)].map((match) => match[1] ?? "")
  assert.isAbove(named.length, 20)
  for (const file of named) assert.isTrue(sources.some((source) => `/${source}`.endsWith(`/${file}`)), file)
})

it("every folder and page that it names is there", () => {
  for (const [, path = ""] of page.matchAll(/`((?:packages|apps)\/[\w/-]+)`/g)) assert.isTrue(existsSync(join(root, path)), path)
  for (const [, path = ""] of page.matchAll(/\]\(([\w./-]+\.md)\)/g)) assert.isTrue(existsSync(join(root, "docs", path)), path)
})
