import * as Schema from "effect/Schema"
import { describe, expect, test } from "vitest"
import { type AnyRoute, allRoutes, openApi, routes } from "../src/index.ts"
import { fieldDocs } from "../src/openapi/fieldDocs.ts"
import { operationDocs } from "../src/openapi/operationDocs.ts"
import { parameterDocs } from "../src/openapi/parameterDocs.ts"

type Json = Record<string, unknown>
interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly parameters: ReadonlyArray<{ readonly name: string; readonly in: string; readonly description?: string }>
  readonly responses: Record<string, { readonly description: string; readonly headers?: Json; readonly content?: Record<string, { readonly examples?: Json }> }>
}
const document = openApi(allRoutes, { version: "1.0.0", serverUrl: null }) as unknown as {
  readonly tags: ReadonlyArray<{ readonly name: string }>
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { readonly schemas: Record<string, { readonly properties?: Record<string, Json> }> }
}
const operations = Object.values(document.paths).flatMap((item) => Object.values(item))
const fields = Object.entries(document.components.schemas).flatMap(([name, { properties = {} }]) =>
  Object.entries(properties).map(([field, property]) => ({ name: `${name}.${field}`, field, property }))
)

/** What a newcomer with a shell must find. */
describe("the document says", () => {
  test("of every operation what it is for, in a sentence and more, and the command that makes a request of it", () => {
    for (const { description, operationId, summary } of operations) {
      expect(summary, operationId).not.toBe("")
      expect(description, operationId).toMatch(/^\S.*\n\n```sh\ncurl .*"\$VEDETTE\//s)
    }
  })

  test("of every refusal but a 422 what it looks like, and not like another", () => {
    for (const { operationId, responses } of operations) {
      for (const [status, { content, description }] of Object.entries(responses)) {
        if (!status.startsWith("4") || status === "422") continue
        const codes = [...description.matchAll(/`([a-z_]+)`: /g)].map(([, code]) => code)
        const examples = Object.entries(content?.["application/json"]?.examples ?? {})
        expect(examples.map(([code]) => code), `${operationId} ${status}`).toEqual(expect.arrayContaining(codes))
        expect(examples).toEqual(examples.map(([code]) => [code, { value: { detail: expect.any(String), code } }]))
      }
    }
  })

  test("of every parameter what it means", () => {
    for (const { operationId, parameters } of operations) {
      expect(parameters.filter(({ description }) => !description).map(({ name }) => name), operationId).toEqual([])
    }
  })

  test("of every field of every body what it means", () => {
    expect(fields.filter(({ property }) => property["description"] === undefined).map(({ name }) => name)).toEqual([])
  })

  test("nothing of what is not there", () => {
    const parameters = new Set(operations.flatMap(({ parameters }) => parameters.map(({ name }) => name)))
    expect(Object.keys(parameterDocs).filter((name) => !parameters.has(name))).toEqual([])
    const known = new Set(fields.flatMap(({ field, name }) => [field, name]))
    expect(Object.keys(fieldDocs).filter((name) => !known.has(name))).toEqual([])
    expect(document.tags.map(({ name }) => name).sort()).toEqual([...new Set(allRoutes.map(({ tag }) => tag))].sort())
  })

  test("when to come back, wherever that is the answer", () => {
    for (const { operationId, responses } of operations) {
      for (const status of ["429", "503"]) {
        if (responses[status] !== undefined) expect(responses[status].headers, operationId).toHaveProperty("Retry-After")
      }
    }
  })

  test.each(Object.entries(routes) as ReadonlyArray<[keyof typeof routes, AnyRoute]>)("examples that are good: %s", (name, route) => {
    const { body, query } = operationDocs[name] ?? {}
    if (route.body !== null && !route.bodyOptional) expect(body).toBeDefined()
    if (body !== undefined) Schema.decodeUnknownSync(route.body!)(body)
    if (query !== undefined) Schema.decodeUnknownSync(route.query, { onExcessProperty: "error" })(query)
  })
})
