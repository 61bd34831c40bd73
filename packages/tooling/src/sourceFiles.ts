import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export const root = fileURLToPath(new URL("../../..", import.meta.url))

export interface SourceFile {
  /** From the root of the repository, with `/`. */
  readonly path: string
  readonly text: string
}

/** The domain's source files, in the order of their paths: generated pages must not depend on the file system's. */
export const domainSources = (): ReadonlyArray<SourceFile> =>
  globSync("packages/domain/src/**/*.ts", { cwd: root }).map((path) => path.replaceAll("\\", "/")).sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))

/** A doc comment right above a declaration, as plain text; empty where there is none. */
export const docAbove = (text: string, declarationAt: number): string => {
  const above = text.slice(0, declarationAt).trimEnd()
  if (!above.endsWith("*/")) return ""
  return above.slice(above.lastIndexOf("/**") + 3, -2)
    .split("\n").map((line) => line.replace(/^\s*\*? ?/, "").trimEnd()).join("\n").trim()
}

/** Text for a cell of a Markdown table. */
export const cell = (text: string): string => text.replaceAll("|", "\\|").replace(/\s*\n\s*/g, " ")
