// The package.json files say who depends on whom; the tsconfig references are derived from them.
// `node packages/tooling/src/generateTsconfigs.mjs [--check]`
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { join, relative } from "node:path"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const check = process.argv.includes("--check")
const folders = ["packages", "apps"].flatMap((group) =>
  readdirSync(join(root, group)).map((name) => `${group}/${name}`)
).filter((folder) => existsSync(join(root, folder, "src/index.ts"))).sort()
const manifests = new Map(folders.map((folder) => [folder, JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"))]))
const folderOf = new Map([...manifests].map(([folder, manifest]) => [manifest.name, folder]))

const wanted = new Map()
for (const [folder, manifest] of manifests) {
  const references = Object.keys(manifest.dependencies ?? {}).flatMap((name) => folderOf.has(name) ? [folderOf.get(name)] : [])
    .sort((a, b) => a.localeCompare(b)).map((other) => ({ path: relative(join(root, folder), join(root, other)) }))
  wanted.set(`${folder}/tsconfig.json`, { extends: relative(join(root, folder), join(root, "tsconfig.base.json")), compilerOptions: { rootDir: "src", outDir: "dist", tsBuildInfoFile: "dist/.tsbuildinfo" }, include: ["src"], references })
}
const checkOnly = { composite: false, declaration: false, declarationMap: false, sourceMap: false, noEmit: true }
// The type-aware lint judges a file by the nearest tsconfig; without these it would judge tests by laxer rules.
for (const folder of folders.filter((folder) => existsSync(join(root, folder, "test")))) {
  wanted.set(`${folder}/test/tsconfig.json`, { extends: "../../../tsconfig.base.json", compilerOptions: checkOnly, include: [".", "../src"] })
}
wanted.set("tsconfig.json", { files: [], references: folders.map((path) => ({ path })) })
wanted.set("tsconfig.test.json", {
  extends: "./tsconfig.base.json",
  compilerOptions: { composite: false, declaration: false, declarationMap: false, sourceMap: false, noEmit: true },
  // The tooling is run from source and never built, so this is where its types are checked.
  // Scenario files are data, held to their type here and nowhere else.
  include: [
    ...folders.flatMap((folder) => [`${folder}/src`, `${folder}/test`]),
    ...folders.map((folder) => `${folder}/scenarios`).filter((folder) => existsSync(join(root, folder))),
    "packages/tooling/src"
  ]
})

const stale = []
for (const [file, value] of wanted) {
  const text = `${JSON.stringify(value, null, 2)}\n`
  const path = join(root, file)
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue
  if (check) stale.push(file)
  else writeFileSync(path, text)
}
if (stale.length > 0) {
  console.error(`Out of date: ${stale.join(", ")}\nRun \`npm run generate\`.`)
  process.exit(1)
}
