import type { Execution, Task, ToldExecution } from "@vedette/domain"
import * as DateTime from "effect/DateTime"

/** An alert, as every format of feed says it. */
export interface FeedItem {
  /** `urn:uuid:` and the execution's id: the same for ever, in every format and feed. */
  readonly id: string
  readonly title: string
  readonly text: string
  readonly html: string
  /** The page it rests on; null where there is none that a browser may open. */
  readonly url: string | null
  readonly published: DateTime.Utc
}

/** The alerts of a task or of an account, newest first. */
export interface Feed {
  readonly id: string
  readonly title: string
  readonly description: string
  /** The address of this feed. */
  readonly selfUrl: string
  /** A page about it; null: there is none that its readers may see. */
  readonly homeUrl: string | null
  /** When it last changed in what it says; an empty one, when it began. */
  readonly updated: DateTime.Utc
  readonly items: ReadonlyArray<FeedItem>
}

/** A title is one line in a list. */
const MAX_TITLE = 200

const oneLine = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ").trim()
  const characters = Array.from(line)
  return characters.length <= MAX_TITLE ? line : `${characters.slice(0, MAX_TITLE - 1).join("")}…`
}

const htmlEntities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;" }
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (one) => htmlEntities[one] ?? one)

/** What a reader's program may offer to open. */
const isWebAddress = (uri: string): boolean => /^https?:\/\//i.test(uri) && URL.canParse(uri)

const linksOf = (execution: Execution) =>
  (execution.judgement?.sources ?? []).filter(({ uri }) => isWebAddress(uri)).map(({ title, uri }) => ({ title: oneLine(title) || uri, uri }))

const timeOf = (execution: Execution): DateTime.Utc => execution.completedAt ?? execution.createdAt

/** @param ofMany the feed holds the alerts of many tasks: each says whose it is */
const toFeedItem = ({ execution, task }: Pick<ToldExecution, "execution" | "task">, ofMany: boolean): FeedItem => {
  const said = execution.notification ?? ""
  const evidence = execution.judgement?.evidence ?? ""
  const paragraphs = [said, ...(evidence === "" || evidence === said ? [] : [evidence])]
  const links = linksOf(execution)
  return {
    id: `urn:uuid:${execution.id}`,
    title: oneLine(ofMany ? `${task.name}: ${said}` : said) || oneLine(task.name),
    text: [...paragraphs, ...links.map(({ title, uri }) => `${title}: ${uri}`)].join("\n\n"),
    html: paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join("") + (links.length === 0 ? "" : `<ul>${
      links.map(({ title, uri }) => `<li><a href="${escapeHtml(uri)}">${escapeHtml(title)}</a></li>`).join("")
    }</ul>`),
    url: links[0]?.uri ?? null,
    published: timeOf(execution)
  }
}

const latest = (began: DateTime.Utc, items: ReadonlyArray<FeedItem>): DateTime.Utc =>
  items.reduce((at, { published }) => DateTime.max(at, published), began)

/** The feed of one public task. */
export const feedOfTask = (
  task: Task,
  executions: ReadonlyArray<Execution>,
  urls: { readonly selfUrl: string; readonly homeUrl: string }
): Feed => {
  const items = executions.map((execution) => toFeedItem({ execution, task }, false))
  return {
    ...urls,
    id: `urn:uuid:${task.id}`,
    title: oneLine(task.name),
    description: oneLine(task.conditionDescription),
    updated: latest(task.createdAt, items),
    items
  }
}

/** The feed of all tasks of an account. */
export const feedOfAccount = (
  token: { readonly id: string; readonly createdAt: DateTime.Utc },
  told: ReadonlyArray<ToldExecution>,
  selfUrl: string
): Feed => {
  const items = told.map((one) => toFeedItem(one, true))
  return {
    id: `urn:uuid:${token.id}`,
    title: "Vedette: my alerts",
    description: "What your tasks have told you",
    selfUrl,
    homeUrl: null,
    updated: latest(token.createdAt, items),
    items
  }
}
