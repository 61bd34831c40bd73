import type { OptOutScope } from "@vedette/domain"
import { escapeHtml, page } from "./page.ts"

/** What a page knows of the mail that led to it. `taskName` is null where the task is gone, or there was none. */
export interface Subscription {
  readonly scope: OptOutScope
  readonly taskName: string | null
}

const undo = "<p><small>Whoever owns the account can take this back in its settings.</small></p>"

const button = (scope: "task" | "account", label: string): string =>
  `<form method="post"><input type="hidden" name="scope" value="${scope}"><button>${label}</button></form>`

/** Asks. Mail scanners and browsers that look ahead open links, so that opening this one must change nothing. */
export const askPage = ({ scope: { address, taskId }, taskName }: Subscription): string => {
  const task = taskName === null ? "the task of that mail" : `“${escapeHtml(taskName)}”`
  return page(
    "Unsubscribe",
    [
      `<p>Mail from Vedette goes to <strong>${escapeHtml(address)}</strong>. Nothing has changed yet.</p>`,
      ...(taskId === null ? [] : [button("task", `Stop mail about ${task}`)]),
      button("account", "Stop all mail from this account"),
      undo
    ].join("\n")
  )
}

/** Says what was ended. */
export const donePage = ({ scope: { address, taskId }, taskName }: Subscription): string => {
  const task = taskName === null ? "the task of that mail" : `“${escapeHtml(taskName)}”`
  const ended = taskId === null
    ? "No more mail from this account is sent to"
    : `No more mail about ${task} is sent to`
  return page("Unsubscribed", `<p>${ended} <strong>${escapeHtml(address)}</strong>.</p>\n${undo}`)
}

export const invalidPage = page(
  "This link is not valid",
  "<p>It was cut or altered on its way. Open it from the mail again, or use your mail program's own “unsubscribe”.</p>"
)
