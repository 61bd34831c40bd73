import { existsSync, readdirSync, readFileSync } from "node:fs"

/** Folders, relative to the root, of the packages that are published. */
export const publicPackages = () =>
  readdirSync("packages").sort().map((name) => `packages/${name}`).filter((folder) =>
    existsSync(`${folder}/package.json`) && JSON.parse(readFileSync(`${folder}/package.json`, "utf8")).private !== true
  )
