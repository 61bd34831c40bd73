import type { Delivery } from "@vedette/domain"
import type { Step } from "./Step.ts"

/** What a history is to come across, by name: for tests that it does. */
export const occurrences: ReadonlyArray<string> = [
  "a digest is sent",
  "a digest is given up",
  "a message waits for its turn",
  "a message is skipped for want of consent",
  "a message is put back by hand",
  "a channel is switched off by its target",
  "the word of a failure goes by another channel",
  "an account's default tells",
  "a budget is used up",
  "quiet hours hold an alert back",
  "a run is given up",
  "a run is given up for the workers that it has cost",
  "a run that has cost workers is made alone",
  "a run that has cost workers waits until it is alone"
]

const ofDelivery = (delivery: Delivery, earlier: Delivery | undefined): ReadonlyArray<string> => {
  const { attemptsBefore, channelOf, event, lastError, status } = delivery
  if (earlier === undefined) return event === "delivery_failed" ? ["the word of a failure goes by another channel"] : []
  return [
    ...attemptsBefore > earlier.attemptsBefore ? ["a message is put back by hand"] : [],
    ...lastError !== earlier.lastError && lastError?.includes("waits for its turn") === true ? ["a message waits for its turn"] : [],
    ...status !== "skipped" || earlier.status === status || !/not verified|unsubscribed/.test(lastError ?? "") ? [] : ["a message is skipped for want of consent"],
    ...status === "sent" && earlier.status !== status && channelOf === "account" ? ["an account's default tells"] : []
  ]
}

const ofCost = (id: string, { after, before }: Step): ReadonlyArray<string> => {
  const tries = after.attempts.get(id) ?? []
  const status = after.executions.get(id)?.status
  if (before.attempts.get(id) === tries || tries.filter(({ outcome }) => outcome === "lost").length < 3) return []
  if (status === "running") return ["a run that has cost workers is made alone"]
  if (tries.at(-1)?.outcome !== "lost") return []
  return status === "failed"
    ? ["a run is given up for the workers that it has cost"]
    : status === "retrying" ? ["a run that has cost workers waits until it is alone"] : []
}

/** Those that come about in a commit, each as often as it does. Pure. */
export const occurrencesIn = (step: Step): ReadonlyArray<string> => {
  const { after, before } = step
  const found: Array<string> = []
  if (before.deliveries !== after.deliveries) {
    for (const [id, delivery] of after.deliveries) {
      const earlier = before.deliveries.get(id)
      if (earlier !== delivery) found.push(...ofDelivery(delivery, earlier))
    }
  }
  if (before.digests !== after.digests) {
    for (const [id, { status }] of after.digests) {
      if (before.digests.get(id)?.status === status) continue
      if (status === "sent") found.push("a digest is sent")
      if (status === "failed") found.push("a digest is given up")
    }
  }
  if (before.tasks !== after.tasks || before.accountChannels !== after.accountChannels) {
    const off = (image: Step["after"]) =>
      [...image.tasks.values()].reduce((sum, { task }) => sum + task.channels.filter(({ disabledReason }) => disabledReason !== null).length, 0) +
      [...image.accountChannels.values()].filter(({ disabledReason }) => disabledReason !== null).length
    if (off(after) > off(before)) found.push("a channel is switched off by its target")
  }
  if (before.executions !== after.executions) {
    for (const [id, { status, trace }] of after.executions) {
      found.push(...ofCost(id, step))
      if (before.executions.get(id)?.status === status) continue
      if (status === "failed") found.push("a run is given up")
      if (status === "cancelled" && trace.some(({ step }) => step === "budget")) found.push("a budget is used up")
      if (status === "success" && trace.some(({ detail }) => detail.startsWith("closed: quiet hours"))) found.push("quiet hours hold an alert back")
    }
  }
  return found
}
