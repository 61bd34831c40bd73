import type { PageDate, PageVersion } from "@vedette/domain"
import * as Predicate from "effect/Predicate"
import { type DocumentContent, plainContent, type ReadEntry } from "./DocumentContent.ts"
import { contentOfEntries, maxEntries } from "./feedContent.ts"
import { instantMs } from "./instantMs.ts"
import { isJsonCutOff } from "./isCutOff.ts"
import { atPointer, isPointer, pointedText } from "./jsonPointer.ts"
import { markupText } from "./markupText.ts"

/** Nesting up to which JSON is laid out: beyond it the indentation would weigh more than the data. */
const maxDepth = 20

const depthOf = (json: string): number => {
  let depth = 0
  let deepest = 0
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth)
    else if (code === 0x7d || code === 0x5d) depth -= 1
  }
  return deepest
}

const textAt = (value: unknown, ...pointers: ReadonlyArray<string>): string | null => {
  for (const pointer of pointers) {
    const found = atPointer(value, pointer)
    if (typeof found === "string" && found.trim() !== "") return found.trim()
  }
  return null
}

const readItem = (item: unknown): ReadEntry => {
  const title = textAt(item, "/title") ?? ""
  const url = textAt(item, "/url", "/external_url")
  return {
    id: textAt(item, "/id") ?? url ?? title,
    title: title.slice(0, 300),
    text: markupText(textAt(item, "/summary", "/content_text", "/content_html") ?? "").slice(0, 2_000),
    url,
    publishedMs: instantMs(textAt(item, "/date_published")),
    updatedMs: instantMs(textAt(item, "/date_modified"))
  }
}

/** Where registries and release APIs (GitHub, npm, PyPI, crates.io, RubyGems, endoflife.date) say the version that is out. */
const versionPlaces: ReadonlyArray<readonly [pointer: string, name: ReadonlyArray<string>]> = [
  ["/tag_name", []], ["/dist-tags/latest", ["/name"]], ["/info/version", ["/info/name"]], ["/crate/max_stable_version", ["/crate/name"]],
  ["/latest_version", ["/name"]], ["/latestVersion", ["/name"]], ["/stable_version", ["/name"]], ["/versions/stable", ["/name"]],
  ["/latest/version", ["/name", "/latest/name"]], ["/latest", ["/name"]], ["/current_version", ["/name"]], ["/version", ["/name"]]
]

const versionsOf = (value: unknown): ReadonlyArray<PageVersion> => {
  // GitHub marks what is no release yet by a flag, and not in the tag.
  if (["/prerelease", "/draft", "/yanked", "/info/yanked", "/deprecated", "/upcoming_release"].some((flag) => atPointer(value, flag) === true)) return []
  if (["/released", "/available", "/published"].some((flag) => atPointer(value, flag) === false)) return []
  if (/^(?:draft|planned|upcoming|unreleased|scheduled|beta|alpha|rc|pre-?release|yanked|withdrawn)$/i.test(textAt(value, "/status", "/state") ?? "")) return []
  for (const [pointer, names] of versionPlaces) {
    const version = textAt(value, pointer)
    if (version === null || !/\d/.test(version) || version.length > 60) continue
    const key = pointer.split("/").at(-1) ?? ""
    return [{ name: textAt(value, ...names), version: version.replace(/^[A-Za-z][A-Za-z-]*[-@/](?=v?\d)/, ""), snippet: `"${key}": ${JSON.stringify(version)}` }]
  }
  return []
}

const unfinishedTag = /\d[-_.]?(?:alpha|beta|rc|pre|preview|dev|nightly|canary)/i

/**
 * A list of releases as GitHub, GitLab and Gitea give it. Where the tags begin differently ("core@5.1.0", "cli@9.0.0") they are several
 * things' and none is taken; a tag that says itself that it is no release yet may stay, whatever its flag says.
 */
const listedVersions = (value: ReadonlyArray<unknown>): ReadonlyArray<PageVersion> => {
  const releases = value.slice(0, 100).map((item) => ({ item, tag: textAt(item, "/tag_name") ?? "" }))
  const prefixes = new Set(releases.map(({ tag }) => tag.replace(/v?\d.*$/i, "")))
  if (prefixes.size !== 1 || releases.some(({ tag }) => !/\d/.test(tag))) return []
  return releases.flatMap(({ item, tag }) =>
    Predicate.isObject(item) && unfinishedTag.test(tag) ? versionsOf({ ...item, prerelease: false }) : versionsOf(item))
}

/** The day that a release is given beside its version. */
const releaseDates = (value: unknown): ReadonlyArray<PageDate> => {
  for (const key of ["release_date", "releaseDate"]) {
    const at = textAt(value, `/${key}`)
    if (at !== null && /^\d{4}-\d\d-\d\d/.test(at)) return [{ kind: "release", name: null, at, snippet: `"${key}": ${JSON.stringify(at)}` }]
  }
  return []
}

const linesOf = (text: string): ReadonlyArray<string> =>
  text.split(/\r\n|\r|\n/).map((line) => line.replace(/\s+/g, " ").trim()).filter((line) => line !== "")

/** A document without markup, line by line. Nothing selects in it. */
export const textContent = (text: string, selectors: ReadonlyArray<string>): DocumentContent => ({
  ...plainContent("text", linesOf(text)),
  selected: selectors.map((selector) => [selector, null] as const)
})

/** JSON one property a line; a JSON Feed is a feed. JSON that is broken is text. */
export const jsonContent = (text: string, selectors: ReadonlyArray<string>): DocumentContent => {
  let value: unknown
  try {
    value = depthOf(text) <= maxDepth ? JSON.parse(text) : undefined
  } catch {
    value = undefined
  }
  if (value === undefined) return { ...textContent(text, selectors), rest: isJsonCutOff(text) ? "lost" : null }
  const selected = selectors.map((selector) => [selector, isPointer(selector) ? pointedText(atPointer(value, selector)) : null] as const)
  const items = atPointer(value, "/items")
  if (Array.isArray(items) && textAt(value, "/version")?.includes("jsonfeed.org/version") === true) {
    return { ...contentOfEntries("feed", textAt(value, "/title"), items.slice(0, maxEntries + 1).map(readItem)), selected }
  }
  return {
    ...plainContent("json", linesOf(JSON.stringify(value, null, 1))),
    title: Predicate.isObject(value) ? textAt(value, "/name", "/title", "/info/name", "/full_name") : null,
    versions: Array.isArray(value) ? listedVersions(value) : versionsOf(value),
    dates: releaseDates(value),
    selected
  }
}
