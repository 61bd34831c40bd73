// The reference pages that can be read off the code.
// `node --conditions=@vedette/source packages/tooling/src/generateReference.ts [--check]`
import { conditionJsonSchema, conditionReference } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { allSettings, settingsReference } from "vedette"
import { errorCatalogue } from "./errorCatalogue.ts"
import { errorsPage } from "./errorsPage.ts"
import { lifecyclesPage } from "./lifecyclesPage.ts"
import { seedsPage } from "./seeds/seedsPage.ts"
import { root } from "./sourceFiles.ts"

const pages = new Map([
  ["docs/reference/lifecycles.md", lifecyclesPage()],
  ["docs/reference/errors.md", errorsPage(await Effect.runPromise(errorCatalogue))],
  ["docs/reference/seeds.md", seedsPage()],
  ["docs/reference/conditions.md", conditionReference()],
  ["docs/reference/condition.schema.json", `${JSON.stringify(conditionJsonSchema(), null, 2)}\n`],
  ["docs/reference/settings.md", settingsReference(allSettings)]
])

const stale = [...pages].filter(([file, text]) => {
  const path = join(root, file)
  return !existsSync(path) || readFileSync(path, "utf8") !== text
})
if (process.argv.includes("--check")) {
  if (stale.length > 0) {
    console.error(`Out of date: ${stale.map(([file]) => file).join(", ")}\nRun \`npm run generate\`.`)
    process.exitCode = 1
  }
} else {
  for (const [file, text] of stale) {
    const path = join(root, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}
