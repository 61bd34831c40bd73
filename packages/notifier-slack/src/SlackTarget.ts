import type { ChannelTarget } from "@vedette/domain"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** A Slack channel's settings in normal form: the URL of an incoming webhook, which is a secret as a whole. */
export const SlackTarget = Schema.Struct({ url: Schema.String })
export type SlackTarget = typeof SlackTarget.Type

const slackHost = "hooks.slack.com"

/** Workspace, webhook, and the part that is the key. Workflow triggers (`/triggers/…`) take other bodies. */
const webhookPath = /^\/services\/([A-Za-z0-9]+)\/([A-Za-z0-9]+)\/[A-Za-z0-9]+$/

const expected = "Slack webhook URL must look like https://hooks.slack.com/services/T…/B…/…"

/**
 * The normal form of a Slack channel's settings as somebody typed them, or what is wrong, in words for that person, which
 * never repeat the URL. Unknown fields are dropped.
 *
 * `allowHttp` admits plain `http:` to any host: a stand-in for Slack on the operator's own network.
 */
export const slackTarget = (
  raw: ChannelTarget,
  options: { readonly allowHttp: boolean }
): Result.Result<SlackTarget, string> => {
  const text = typeof raw["url"] === "string" ? raw["url"].trim() : ""
  if (text === "") return Result.fail("Slack webhook URL required")
  // The URL parser drops tabs and line breaks in silence; a URL that holds some was pasted wrong.
  if (/\s/.test(text) || !URL.canParse(text)) return Result.fail(expected)
  const { hash, host, href, password, pathname, protocol, search, username } = new URL(text)
  const isSlack = protocol === "https:" && host === slackHost
  const isStandIn = options.allowHttp && protocol === "http:"
  return (isSlack || isStandIn) && webhookPath.test(pathname) && `${username}${password}${search}${hash}` === ""
    ? Result.succeed({ url: href })
    : Result.fail(expected)
}

/** Where a webhook's URL points, without its last part, which is all that somebody needs to post there. */
export const slackAddress = (url: string): string => {
  const parts = URL.canParse(url) ? webhookPath.exec(new URL(url).pathname) : null
  return parts === null ? "" : `${new URL(url).host}/services/${parts[1] ?? ""}/${parts[2] ?? ""}`
}
