import * as Effect from "effect/Effect"
import pg from "pg"

export const query = (url: string, text: string) =>
  Effect.promise(async () => {
    const client = new pg.Client({ connectionString: url })
    client.on("error", () => undefined)
    await client.connect()
    const result = await client.query(text).finally(() => client.end())
    return result.rows
  })
