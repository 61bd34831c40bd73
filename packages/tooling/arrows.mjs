// The arrows of docs/architecture.md as rules for dependency-cruiser. There is no exception list: a package that is not
// named here is an adapter, so adding one changes nothing in this file.
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** Packages that may import others than the domain, or none at all. */
const mayImport = {
  domain: [],
  "postgres-embedded": [],
  "http-contract": ["domain"],
  client: ["domain", "http-contract"],
  testkit: ["domain", "storage-memory"],
  vedette: ["domain", "storage-memory"]
}
const adapter = ["domain"]

const packages = readdirSync(join(root, "packages")).filter((name) =>
  name !== "tooling" && existsSync(join(root, "packages", name, "package.json"))
)

const arrowOf = (name) => ({
  name: `${name} imports ${(mayImport[name] ?? adapter).join(", ") || "no package of ours"}`,
  severity: "error",
  from: { path: `^packages/${name}/src/` },
  to: { path: "^(packages|apps)/", pathNot: `^packages/(${[name, ...(mayImport[name] ?? adapter)].join("|")})/` }
})

export default {
  forbidden: [
    { name: "no cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "every import resolves", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "the domain depends on effect alone",
      severity: "error",
      from: { path: "^packages/domain/src/" },
      to: { pathNot: ["^packages/domain/src/", "/node_modules/effect/"] }
    },
    {
      name: "shipped code imports no test code",
      severity: "error",
      from: { path: "^(packages|apps)/[^/]+/src/" },
      to: { path: "^(packages|apps)/[^/]+/test/" }
    },
    ...packages.map(arrowOf)
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    skipAnalysisNotInRules: true,
    exclude: { path: "(^|/)dist/" },
    // Imports of types are dependencies too: they decide what a package's declarations need.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@vedette/source", "types", "import", "node", "default"],
      extensions: [".ts", ".js"]
    }
  }
}
