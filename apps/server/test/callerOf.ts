import * as Schema from "effect/Schema"
import type { FastifyInstance } from "fastify"
import { expect } from "vitest"

export interface CallOptions {
  readonly body?: unknown
  /** Sent as it is, in place of `body`. */
  readonly raw?: string | Buffer
  readonly headers?: Record<string, string>
}

type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS"

/** Somebody who calls a server: signed in with a key, or not. */
export const callerOf = (app: FastifyInstance, key: string | null) => async (
  method: Method,
  url: string,
  { body, headers, raw }: CallOptions = {}
) => {
  const response = await app.inject({
    method,
    url,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined && raw === undefined ? {} : { "content-type": "application/json" }),
      ...headers
    },
    ...(raw === undefined ? body === undefined ? {} : { payload: JSON.stringify(body) } : { payload: raw })
  })
  return {
    status: response.statusCode,
    headers: response.headers as Readonly<Record<string, string | undefined>>,
    text: response.body,
    json: (): unknown => JSON.parse(response.body),
    /** The body, which must be a success and exactly what the contract says of it. */
    as: <T, E>(schema: Schema.Codec<T, E>): E => {
      expect(response.statusCode, response.body).toBe(200)
      const body: unknown = JSON.parse(response.body)
      const again = Schema.encodeSync(schema)(Schema.decodeUnknownSync(schema)(body))
      // Encoding drops what the contract does not name, so a field too many shows here.
      expect(body).toEqual(JSON.parse(JSON.stringify(again)))
      return body as E
    }
  }
}
export type Caller = ReturnType<typeof callerOf>
export type Answered = Awaited<ReturnType<Caller>>
