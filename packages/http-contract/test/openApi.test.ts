import { expect, test } from "vitest"
import { allRoutes, openApi } from "../src/index.ts"

interface Document {
  readonly openapi: string
  readonly paths: Record<string, Record<string, { readonly operationId: string; readonly parameters: ReadonlyArray<{ readonly name: string; readonly in: string }> }>>
  readonly components: { readonly schemas: Record<string, unknown> }
}
const document = openApi(allRoutes, { version: "1.0.0", serverUrl: "https://watch.example" }) as unknown as Document

const refsIn = (value: unknown): ReadonlyArray<string> =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) => key === "$ref" ? [String(inner)] : refsIn(inner))

test("every route of the table is an operation of the document, and nothing else is", () => {
  const operations = Object.entries(document.paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method} ${path}`))
  expect(operations.sort()).toEqual(allRoutes.map(({ method, path }) => `${method.toLowerCase()} ${path}`).sort())
})

test("operation ids are unique", () => {
  const ids = allRoutes.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test("every reference leads to a component", () => {
  const refs = new Set(refsIn(document))
  expect(refs.size).toBeGreaterThan(10)
  for (const ref of refs) {
    expect(ref).toMatch(/^#\/components\/schemas\//)
    expect(document.components.schemas).toHaveProperty([ref.split("/").at(-1) ?? ""])
  }
})

test("every parameter of a path is declared", () => {
  for (const [path, item] of Object.entries(document.paths)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    for (const { parameters } of Object.values(item)) {
      expect(parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name)).toEqual(named)
    }
  }
})

test("what a parameter means is described, not how it is spelled", () => {
  const [limit] = document.paths["/api/v1/tasks"]?.["get"]?.parameters.filter(({ name }) => name === "limit") ?? []
  expect(limit).toMatchObject({ in: "query", required: false, schema: { type: "integer", minimum: 1, maximum: 100 } })
})

test("public clients are told that a key is optional where it is", () => {
  expect(document.paths["/api/v1/tasks/{task_id}"]?.["get"]).toMatchObject({ security: [{ bearer: [] }, {}] })
  expect(document.paths["/api/v1/tasks"]?.["post"]).toMatchObject({ security: [{ bearer: [] }] })
})

test("a time is described as one", () => {
  expect(document.components.schemas["Task"]).toMatchObject({
    properties: { created_at: { type: "string", format: "date-time" } }
  })
})

test("what every address can answer to any request is told with every operation", () => {
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(item)) {
      expect(operation).toMatchObject({ responses: { default: { description: expect.stringContaining("405") } } })
    }
  }
})
