import { bareJson, Planner, planPrompt } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { ChatModel } from "./ChatModel.ts"

const Queries = Schema.Struct({ queries: Schema.Array(Schema.String) })
const decode = Schema.decodeUnknownResult(Schema.fromJsonString(Queries))
const schema = Schema.toJsonSchemaDocument(Queries, { onExcessProperty: "error" }).schema

/** More queries cost more searches and find the same pages. */
const maxQueries = 3
const maxQueryLength = 300

const asQuery = (text: string): string => text.replace(/\s+/gu, " ").trim().slice(0, maxQueryLength)

const parse = (text: string): Result.Result<ReadonlyArray<string>, string> =>
  Result.flatMap(
    Result.mapError(decode(bareJson(text)), (error) => String(error).slice(0, 300)),
    ({ queries }) => {
      const lines = [...new Set(queries.map(asQuery))].filter((query) => query !== "")
      return lines.length === 0 ? Result.fail("There is no query in it.") : Result.succeed(lines.slice(0, maxQueries))
    }
  )

/** `Planner` by a chat model. */
const layer: Layer.Layer<Planner, never, ChatModel> = Layer.effect(
  Planner,
  ChatModel.use((chat) =>
    Effect.succeed(Planner.of({
      plan: Effect.fn("ChatPlanner.plan")(function*({ budget, now, question }) {
        const { system, user } = planPrompt(question, now)
        const request = {
          messages: [{ role: "system", content: system }, { role: "user", content: user }],
          schema: { name: "queries", schema }
        } as const
        return yield* chat.ask({ request, parse, budget }).pipe(
          Effect.map(({ usage, value }) => ({ queries: value, usage }))
        )
      })
    }))
  )
)

export const ChatPlanner = { layer }
