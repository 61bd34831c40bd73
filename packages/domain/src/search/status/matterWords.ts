/**
 * What opens, closes, comes out or is made known of a thing: words that go for one matter, plural and singular. The first is its name
 * in a condition.
 */
export const matters = {
  registration: "registrations?|sign-?ups?|entry registration|entries|entry|enrol?l?ments?",
  applications: "applications?|admissions?",
  submissions: "(?:abstract |paper |proposal )?submissions?|call for (?:papers|proposals|abstracts|submissions)",
  bookings: "bookings?|reservations?",
  nominations: "nominations?",
  voting: "voting",
  ballot: "ballot|lottery",
  consultation: "consultation",
  results: "(?:(?:exam|examination|election|test|entrance|final|official|race) )?results?|scores?|grades",
  winner: "winners?|laureates?",
  shortlist: "shortlist|finalists",
  longlist: "longlist",
  date: "(?:(?:new|start|exam|test|opening|tour|event) )?dates?",
  "release date": "(?:(?:release|launch|premiere|air|broadcast) )?dates?",
  deadline: "(?:(?:application|submission|registration|entry|paper submission|abstract submission) )?deadline",
  lineup: "line-?up",
  event: "concert|show|gig|festival|conference|tour|match|exhibition|premiere",
  schedule: "schedule|timetable|agenda|programme|program"
} as const
export type Matter = keyof typeof matters

export const openable: ReadonlyArray<Matter> = ["registration", "applications", "submissions", "bookings", "nominations", "voting", "ballot", "consultation"]
export const publishable: ReadonlyArray<Matter> = ["results", "winner", "shortlist", "longlist"]
export const announceable: ReadonlyArray<Matter> = ["release date", "date", "lineup", "schedule", "deadline"]

export const matterSource = (names: ReadonlyArray<Matter>): string => `(?:${names.map((name) => matters[name]).join("|")})`
const every = Object.keys(matters) as ReadonlyArray<Matter>

/** The matter that a word is of, or null. */
export const matterOf = (word: string): Matter | null => every.find((name) => new RegExp(`^(?:${matters[name]})$`, "iu").test(word)) ?? null

export interface StatusTopic {
  /** Null: the thing itself is what is open, cancelled, renewed. */
  readonly matter: Matter | null
  /** The thing by its name; null where the task's query alone names it. */
  readonly thing: string | null
}

const leading = new RegExp(`^(?:the |an? )?(?<matter>${matterSource(every)})(?: (?:for|to|of|at) (?:the )?(?<thing>.+))?$`, "iu")
const trailing = new RegExp(`^(?:the )?(?<thing>.+?) (?<matter>${matterSource(every)})$`, "iu")

/** `registration for Harbour Marathon 2026` and `Harbour Marathon 2026 registration` are the matter of a thing; `Saltmarsh` is a thing. */
export const statusTopic = (of: string | null): StatusTopic => {
  if (of === null) return { matter: null, thing: null }
  const groups = (leading.exec(of.trim()) ?? trailing.exec(of.trim()))?.groups
  const matter = groups?.["matter"] === undefined ? null : matterOf(groups["matter"])
  return matter === null ? { matter: null, thing: of.trim() } : { matter, thing: groups?.["thing"]?.trim() ?? null }
}
