import { Webhook } from "standardwebhooks"
import type { Arrival } from "../world/ScriptedWeb.ts"

/** What receivers that follow Standard Webhooks allow between the timestamp and their own clock. */
const TOLERANCE_MS = 5 * 60 * 1_000

const isTaken = ({ status }: Arrival): boolean => status >= 200 && status <= 299

export const webhookId = (arrival: Arrival): string => arrival.headers["webhook-id"] ?? ""

/** Which event of which run a webhook tells: the same one may not come under two ids. */
const told = (arrival: Arrival): string => {
  const body = JSON.parse(arrival.body) as { readonly event: string; readonly data: { readonly execution: { readonly id: string } } }
  return `${arrival.url} ${body.event} ${body.data.execution.id}`
}

/** Signed again by the public package and compared: its own `verify` reads the real clock for the timestamp's age. */
const isSigned = (arrival: Arrival, secret: string, startMs: number): boolean => {
  const seconds = Number(arrival.headers["webhook-timestamp"])
  const signedAt = new Date(seconds * 1_000)
  if (Math.abs(signedAt.getTime() - (startMs + arrival.atMs)) > TOLERANCE_MS) return false
  const expected = new Webhook(secret).sign(webhookId(arrival), signedAt, arrival.body)
  return (arrival.headers["webhook-signature"] ?? "").split(" ").includes(expected)
}

/**
 * What the receivers' side finds wrong with the webhooks that came: in words, empty where all is well. Pure.
 *
 * @param secretOf the signing secret that was shown when the channel was set up
 */
export const brokenWebhooks = (
  arrivals: ReadonlyArray<Arrival>,
  secretOf: (taskId: string, url: string) => string | undefined,
  startMs: number
): ReadonlyArray<string> =>
  arrivals.flatMap((arrival, i) => {
    const broken: Array<string> = []
    const { task_id } = JSON.parse(arrival.body) as { readonly task_id: string }
    const secret = secretOf(task_id, arrival.url)
    if (secret === undefined || !isSigned(arrival, secret, startMs)) broken.push(`a webhook to ${arrival.url} is not validly signed`)
    const earlier = arrivals.slice(0, i)
    if (earlier.some((other) => webhookId(other) === webhookId(arrival) && other.body !== arrival.body)) {
      broken.push(`${arrival.url} got one webhook-id with two bodies`)
    }
    if (isTaken(arrival) && earlier.some((other) => isTaken(other) && told(other) === told(arrival) && webhookId(other) !== webhookId(arrival))) {
      broken.push(`${arrival.url} was told one event of one run under two ids`)
    }
    return broken
  })
