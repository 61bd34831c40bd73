import { isVersion } from "../../version/compareVersions.ts"
import type { Comparison } from "../Condition.ts"
import { anyPage as place, type ConditionPattern, whole } from "./ConditionPattern.ts"
import { subjectPhrase, subjectSource } from "./subjectPhrase.ts"

const read = (comparison: Comparison): ConditionPattern["read"] => (words) => {
  const version = (words["version"] ?? words["version2"] ?? "").replace(/^v(?=\d)/i, "")
  const subject = subjectPhrase(words["subject"] ?? words["subject2"], true)
  return subject === null || !isVersion(version) ? null : { _tag: "Version", place, of: subject.of, comparison, version }
}

const number = "v?\\d{1,6}(?:\\.\\d{1,6}){0,4}(?:-[0-9a-z.-]{1,20})?"
/** Written so that it can be nothing but a version. */
const dotted = "(?:v?\\d{1,6}(?:\\.\\d{1,6}){1,4}|v\\d{1,6})(?:-[0-9a-z.-]{1,20})?"
/** Whoever says so means a version, whatever the number looks like. */
const orLater = "(?: (?:or|and) (?:later|newer|higher|above|greater|up)|\\+)"
const later = `${orLater}?`
const isOut =
  "(?:is|gets|has been|are|comes|becomes|was)? ?(?:now )?(?:released|out|available|published|shipped|launched|lands?|ships|launches|comes out|drops)"

/**
 * Releases of software. A number without a point is a version only where the description says so: a "Koda 2" is a thing, and when
 * it is "released" is another question.
 */
export const versionPatterns: ReadonlyArray<ConditionPattern> = [
  {
    name: "version is out",
    example: "version 4.1 or later of Koda is released",
    pattern: whole(`(?:(?:an?|the) )?(?:stable )?(?:(?:version|release) (?<version>${number})${later}|(?<version2>${dotted})${later} (?:version|release))(?: of (?<subject>${subjectSource}))? ${isOut}`),
    read: read(">=")
  },
  {
    name: "named version is out",
    example: "Koda version 5 is released",
    pattern: whole(`(?<subject>${subjectSource}) (?:version (?<version>${number})|(?<version2>${dotted}))${later} ${isOut}`),
    read: read(">=")
  },
  {
    name: "named release or later is out",
    example: "Koda 24 or later is released",
    pattern: whole(`(?<subject>${subjectSource}) (?<version>${number})${orLater} ${isOut}`),
    read: read(">=")
  },
  {
    name: "releases a version",
    example: "Koda releases version 5.0",
    pattern: whole(`(?<subject>${subjectSource}) (?:releases|publishes|ships|launches|reaches|is at|hits|is (?:updated|upgraded|bumped) to) (?:version (?<version>${number})|(?<version2>${dotted}))${later}`),
    read: read(">=")
  },
  {
    name: "newer than a version",
    example: "a version newer than 4.1 of Koda is released",
    pattern: whole(
      `(?:an? )?(?:new )?(?:version|release) (?:(?:newer|later|higher|greater|above|after) (?:than )?(?<version>${number})(?: of (?<subject>${subjectSource}))?|of (?<subject2>${subjectSource}) (?:newer|later|higher|greater|above|after) (?:than )?(?<version2>${number})) ${isOut}`
    ),
    read: read(">")
  },
  {
    name: "latest version newer",
    example: "the latest version of Koda is newer than 4.1",
    pattern: whole(`(?:latest|current|newest|stable|latest stable) (?:version|release)(?: of (?<subject>${subjectSource}))? is (?:(?:newer|later|higher|greater) than|above|beyond|past) (?<version>${number})`),
    read: read(">")
  },
  {
    name: "latest version",
    example: "the latest version of Koda is at least 5.0",
    pattern: whole(`(?:(?:latest|current|newest|stable|latest stable) )?(?:version|release)(?: of (?<subject>${subjectSource}))? is (?:at least (?<version>${number})|(?<version2>${number}) or (?:later|newer|higher|above))`),
    read: read(">=")
  }
]
