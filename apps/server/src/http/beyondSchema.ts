import { InvalidCondition, parseCondition } from "@vedette/domain"
import type { AnyRoute, Violation } from "@vedette/http-contract"
import * as Result from "effect/Result"
import { echoInput } from "./echoInput.ts"
import { enumWords } from "./enumWords.ts"
import { fieldsOf } from "./fieldsOf.ts"
import { problems } from "./problem.ts"

type Loc = Violation["loc"]

/** A request as it was sent, before it is known to be right. */
export interface SentParts {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

const at = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined

/** Whether the requests of a route name kinds of channels. */
export const namesKinds = ({ body, params, query }: AnyRoute): boolean =>
  fieldsOf(params).has("kind") || fieldsOf(query).has("notification_type") ||
  (body !== null && (fieldsOf(body).has("notification_type") || fieldsOf(body).has("notifications")))

/**
 * What is wrong with a request that the contract's schemas cannot say: a channel that this server does not have, which
 * is known only when it runs, and a typed condition that does not parse. Told together with what the schemas say, so
 * it is looked for in what was sent; what is of the wrong kind is theirs to refuse.
 */
export const beyondSchema = (route: AnyRoute) => {
  const fields = { params: fieldsOf(route.params), query: fieldsOf(route.query), body: route.body === null ? new Set() : fieldsOf(route.body) }

  const kindsIn = ({ body, params, query }: SentParts): ReadonlyArray<readonly [Loc, unknown]> => {
    const channels = fields.body.has("notifications") ? at(body, "notifications") : undefined
    return [
      ...(fields.params.has("kind") ? [[["path", "kind"], at(params, "kind")] as const] : []),
      ...(fields.query.has("notification_type") ? [[["query", "notification_type"], at(query, "notification_type")] as const] : []),
      ...(fields.body.has("notification_type") ? [[["body", "notification_type"], at(body, "notification_type")] as const] : []),
      ...(Array.isArray(channels)
        ? channels.map((channel, index) => [["body", "notifications", index, "type"], at(channel, "type")] as const)
        : [])
    ]
  }

  return (sent: SentParts, kinds: ReadonlyArray<string>): ReadonlyArray<Violation> => {
    const unknown = kindsIn(sent).flatMap(([loc, kind]) =>
      typeof kind !== "string" || kinds.includes(kind) ? [] : [{ loc, ...enumWords(kinds), ...echoInput(kind) }]
    )
    const condition = fields.body.has("condition") ? at(sent.body, "condition") : undefined
    if (typeof condition !== "string" || condition.trim() === "") return unknown
    const parsed = parseCondition(condition.trim())
    if (Result.isSuccess(parsed)) return unknown
    const { message, offset } = parsed.failure
    const { detail } = problems.InvalidCondition(new InvalidCondition({ why: message, offset }))
    return [...unknown, ...(typeof detail === "string" ? [] : detail)]
  }
}
