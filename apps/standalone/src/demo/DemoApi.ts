import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** The fields of the API's answers that the demo looks at. */
export const TaskBody = Schema.Struct({
  id: Schema.String,
  state: Schema.String,
  condition: Schema.NullOr(Schema.String),
  next_run: Schema.NullOr(Schema.String),
  next_run_reason: Schema.NullOr(Schema.String),
  webhook_secret: Schema.optionalKey(Schema.NullOr(Schema.String))
})
export const ExecutionBody = Schema.Struct({
  id: Schema.String,
  status: Schema.String,
  error_message: Schema.NullOr(Schema.String),
  notification: Schema.NullOr(Schema.String),
  result: Schema.NullOr(Schema.Struct({
    verdict: Schema.String,
    confidence: Schema.Int,
    answer: Schema.String,
    quotes: Schema.Array(Schema.Struct({ text: Schema.String, uri: Schema.String }))
  }))
})

/** Calls the API as any client would, over HTTP. */
export const demoApi = (url: string, apiKey: string) => {
  const call = <S extends Schema.Top>(schema: S, method: string, path: string, body?: unknown) =>
    Effect.promise(async (signal) => {
      const answer = await fetch(`${url}${path}`, {
        method,
        signal,
        headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) })
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
      return JSON.parse(text) as unknown
    }).pipe(Effect.flatMap(Schema.decodeUnknownEffect(schema)))
  return {
    createTask: (body: unknown) => call(TaskBody, "POST", "/api/v1/tasks", body),
    task: (id: string) => call(TaskBody, "GET", `/api/v1/tasks/${id}`),
    execute: (id: string) => call(ExecutionBody, "POST", `/api/v1/tasks/${id}/execute`, {}),
    executions: (id: string) => call(Schema.Array(ExecutionBody), "GET", `/api/v1/tasks/${id}/executions`)
  }
}
