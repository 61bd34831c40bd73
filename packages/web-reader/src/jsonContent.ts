import type { PageDate, PageVersion } from "@vedette/domain"
import * as Predicate from "effect/Predicate"
import { boundedLines } from "./boundedLines.ts"
import { type DocumentContent, plainContent, type ReadEntry } from "./DocumentContent.ts"
import { contentOfEntries } from "./feedContent.ts"
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

/** Where registries and release APIs (GitHub, npm, PyPI, crates.io, RubyGems) say the version that is out. */
const versionPlaces: ReadonlyArray<readonly [pointer: string, name: ReadonlyArray<string>]> = [
  ["/tag_name", []], ["/dist-tags/latest", ["/name"]], ["/info/version", ["/info/name"]], ["/crate/max_stable_version", ["/crate/name"]],
  ["/latest_version", ["/name"]], ["/latestVersion", ["/name"]], ["/stable_version", ["/name"]], ["/versions/stable", ["/name"]],
  ["/latest/version", ["/name", "/latest/name"]], ["/latest", ["/name"]], ["/current_version", ["/name"]], ["/version", ["/name"]]
]

/** What a list calls a line of releases that are none yet. */
const unstableLine = /^(?:beta|alpha|dev|developer|development|nightly|canary|rc|preview|pre-?release|insiders?|edge|snapshot|unstable|experimental|testing)$/i

const dayOf = (value: unknown): { readonly at?: string } => {
  const at = textAt(value, "/releaseDate", "/release_date", "/released_at", "/date", "/published_at", "/latestReleaseDate")
  return at !== null && /^\d{4}-\d\d-\d\d/.test(at) ? { at } : {}
}

const versionsOf = (value: unknown): ReadonlyArray<PageVersion> => {
  // GitHub marks what is no release yet by a flag, and not in the tag.
  if (["/prerelease", "/draft", "/yanked", "/info/yanked", "/deprecated", "/upcoming_release"].some((flag) => atPointer(value, flag) === true)) return []
  if (["/released", "/available", "/published"].some((flag) => atPointer(value, flag) === false)) return []
  if (/^(?:draft|planned|upcoming|unreleased|scheduled|beta|alpha|rc|pre-?release|yanked|withdrawn)$/i.test(textAt(value, "/status", "/state") ?? "")) return []
  if (unstableLine.test(textAt(value, "/channel", "/track", "/stage", "/release_type", "/type") ?? "")) return []
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

/** Candidates that a registry keeps beside what is out; they count only where one is asked for. */
const candidates = (value: unknown): ReadonlyArray<PageVersion> => {
  const tags = atPointer(value, "/dist-tags")
  const named = Predicate.isObject(tags) ? Object.entries(tags).slice(0, 50) : ["max_version", "newest_version"].map((key) => [key, atPointer(value, `/crate/${key}`)] as const)
  return named.flatMap(([key, version]) =>
    typeof version === "string" && version.length <= 60 && unfinishedTag.test(version) ? [{ name: textAt(value, "/name", "/crate/name"), version, snippet: `"${key}": ${JSON.stringify(version)}` }] : [])
}

/** The cycles of endoflife.date, each with the newest release of it, in its first and second form. */
const cycleVersions = (cycles: ReadonlyArray<unknown>, name: string | null): ReadonlyArray<PageVersion> =>
  cycles.slice(0, 100).flatMap((cycle) => {
    const version = textAt(cycle, "/latest", "/latest/name")
    return textAt(cycle, "/cycle", "/name") === null || version === null || !Predicate.isObject(cycle) || !("eol" in cycle || "isEol" in cycle) || !/\d/.test(version)
      ? []
      : [{ name, version, ...dayOf(cycle), snippet: `"${textAt(cycle, "/latest") === null ? "name" : "latest"}": ${JSON.stringify(version)}` }]
  })

/** An image's tags at Docker Hub: those that are a version and nothing more, for `3.2-alpine` and `latest` are others of the same. */
const tagVersions = (value: unknown): ReadonlyArray<PageVersion> => {
  const tags = atPointer(value, "/results")
  if (!Array.isArray(tags) || !tags.every((tag) => textAt(tag, "/name") !== null) || !tags.some((tag) => textAt(tag, "/tag_status", "/tag_last_pushed", "/last_updated") !== null)) return []
  return tags.slice(0, 100).flatMap((tag) => {
    const name = textAt(tag, "/name") ?? ""
    return /^v?\d{1,6}(?:\.\d{1,6}){0,3}(?:[-.]?(?:rc|alpha|beta)[.-]?\d{0,3})?$/i.test(name) && textAt(tag, "/tag_status") !== "inactive" ? [{ name: null, version: name, snippet: `"name": ${JSON.stringify(name)}` }] : []
  })
}

/** Under what the lists of registries say each release: Node's and Go's index, RubyGems, the tags of GitHub and GitLab. */
const listKeys = ["version", "number", "num", "name"] as const
/** A tag is a name that has a commit. */
const tagMarks = ["/commit", "/zipball_url", "/target"] as const
/** What tells the members of a list apart that are several things and not releases of one. */
const otherNames = ["/package", "/slug", "/product", "/model", "/title", "/app"] as const

/** A list of nothing but releases of one thing, newest and oldest alike. */
const indexVersions = (value: ReadonlyArray<unknown>): ReadonlyArray<PageVersion> => {
  const items = value.slice(0, 100)
  const key = listKeys.find((key) => items.length > 0 && items.every((item) => /\d/.test(textAt(item, `/${key}`) ?? "")))
  if (key === undefined || items.some((item) => otherNames.some((name) => textAt(item, name) !== null) || (key !== "name" && textAt(item, "/name") !== null))) return []
  if (key === "name" && !items.every((item) => tagMarks.some((mark) => atPointer(item, mark) !== undefined))) return []
  // Whole numbers alone count the revisions of a text as well.
  if (!items.some((item) => /\d\.\d/.test(textAt(item, `/${key}`) ?? ""))) return []
  const prefixes = new Set(items.map((item) => (textAt(item, `/${key}`) ?? "").replace(/v?\d.*$/i, "")))
  return prefixes.size !== 1 ? [] : items.flatMap((item) => {
    const version = textAt(item, `/${key}`) ?? ""
    const isOut = (atPointer(item, "/stable") !== false || unfinishedTag.test(version)) && versionsOf({ ...(Predicate.isObject(item) ? item : {}), prerelease: atPointer(item, "/prerelease") === true && !unfinishedTag.test(version), tag_name: version }).length > 0
    return isOut && version.length <= 60 ? [{ name: null, version: version.replace(/^(?!v\d)[A-Za-z][A-Za-z-]*?[-@/]?(?=v?\d)/i, ""), ...dayOf(item), snippet: `"${key}": ${JSON.stringify(version)}` }] : []
  })
}

const allVersions = (value: unknown): ReadonlyArray<PageVersion> => {
  if (Array.isArray(value)) {
    if (value.some((item) => textAt(item, "/tag_name") !== null)) return listedVersions(value)
    const cycles = cycleVersions(value, null)
    return cycles.length > 0 ? cycles : indexVersions(value)
  }
  const cycles = atPointer(value, "/result/releases")
  if (Array.isArray(cycles)) return cycleVersions(cycles, textAt(value, "/result/name"))
  // Packagist gives one package under its name.
  const packages = atPointer(value, "/packages")
  const [listed, ...others] = Predicate.isObject(packages) ? Object.values(packages) : []
  if (Array.isArray(listed) && others.length === 0) return indexVersions(listed.map((item: unknown) => Predicate.isObject(item) ? { ...item, name: undefined } : item))
  const own = versionsOf(value)
  const releases = atPointer(value, "/releases")
  // PyPI gives the newest of all where nothing but candidates came after it; what is out stands among its releases.
  if (own.every(({ version }) => unfinishedTag.test(version) || /\d(?:a|b|rc)\d/i.test(version)) && own.length > 0 && atPointer(value, "/info/version") !== undefined && Predicate.isObject(releases)) {
    return [...own, ...Object.entries(releases).flatMap(([version, files]) =>
      Array.isArray(files) && files.some((file) => atPointer(file, "/yanked") !== true) && version.length <= 60 ? [{ name: textAt(value, "/info/name"), version, snippet: `${JSON.stringify(version)}: [` }] : []).slice(-200)]
  }
  if (own.length > 0) return [...own, ...candidates(value)]
  const lists = ["/releases", "/versions"].map((pointer) => atPointer(value, pointer)).filter(Array.isArray)
  return lists.length === 1 ? indexVersions(lists[0] ?? []) : tagVersions(value)
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
  text.split(/\r\n|\r|\n/).flatMap((line) => boundedLines(line.replace(/\s+/g, " ").trim()))

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
    return { ...contentOfEntries("feed", textAt(value, "/title"), items.map(readItem)), selected }
  }
  return {
    ...plainContent("json", linesOf(JSON.stringify(value, null, 1))),
    title: Predicate.isObject(value) ? textAt(value, "/name", "/title", "/info/name", "/full_name") : null,
    versions: allVersions(value),
    dates: releaseDates(value),
    selected
  }
}
