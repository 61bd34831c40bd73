import * as fc from "fast-check"
import { arbitraryOf, hostileTexts } from "./arbitraryOf.ts"
import type { Document, JsonSchema, Operation } from "./Document.ts"

export interface FuzzRequest {
  /** Its `operationId`: a whole operation would drown a counterexample. */
  readonly operation: string
  readonly method: string
  /** As the document writes it. */
  readonly path: string
  /** Parameters of the path; a number stands for an id that is known by then. */
  readonly params: Readonly<Record<string, string | number>>
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly json?: unknown; readonly raw?: string }
  readonly who: "owner" | "stranger" | "nobody"
}

const raws = ["", "{", "[]", "null", "0", "\"text\"", "{\"a\":1,}", "\ufeff{}", "{\"search_query\":\"\\u0000\"}", "[".repeat(50_000), " ".repeat(300_000)]

const queryTexts = fc.oneof(fc.constantFrom(...hostileTexts), fc.string(), fc.constantFrom("1", "0", "-1", "100", "101", "AA", "NaN"))

const textOf = (value: unknown): string => typeof value === "string" ? value.toWellFormed() : JSON.stringify(value)

/** Good values of the headers that an operation asks for. */
const documentedHeaders = ({ parameters }: Operation): fc.Arbitrary<Record<string, string>> => {
  const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
    "Idempotency-Key": fc.nat({ max: 50 }).map((n) => `order-${n}`),
    "If-Match": fc.constantFrom("\"1-x\"", "\"999-x\"", "*"),
    "If-None-Match": fc.constantFrom("*", "\"1-x\"")
  }
  const names = parameters.flatMap((parameter) => parameter.in === "header" ? [parameter.name] : [])
  return fc.record(Object.fromEntries(names.map((name) => [name.toLowerCase(), values[name] ?? fc.string()])))
}

/** Requests that a document describes, and requests that it does not. */
export const requestOf = (document: Document): fc.Arbitrary<FuzzRequest> => {
  const { valid, value } = arbitraryOf(document)
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation }))
  )

  const pathParam = (schema: JsonSchema): fc.Arbitrary<string | number> =>
    fc.oneof(
      { arbitrary: fc.nat({ max: 1_000 }), weight: 8 },
      { arbitrary: valid(schema).map(textOf), weight: 1 },
      { arbitrary: fc.constantFrom(...hostileTexts.filter((text) => text.isWellFormed())), weight: 1 }
    )

  const queryOf = (operation: Operation): fc.Arbitrary<string> => {
    const wanted = operation.parameters.filter((parameter) => parameter.in === "query")
    const known = wanted.map(({ name, schema }) =>
      fc.oneof(
        { arbitrary: fc.constant<ReadonlyArray<[string, string]>>([]), weight: 3 },
        { arbitrary: valid(schema).map((one): ReadonlyArray<[string, string]> => [[name, textOf(one)]]), weight: 3 },
        { arbitrary: queryTexts.map((text): ReadonlyArray<[string, string]> => [[name, text.toWellFormed()]]), weight: 1 }
      )
    )
    const strange = fc.constantFrom("", "", "", "", "&&&==", "%", "q=%zz", "__proto__=1", "limit[]=1", "limit=1&limit=2")
    return fc.tuple(strange, ...known).map(([strange, ...known]) =>
      [new URLSearchParams(known.flat().map(([name, text]): [string, string] => [name, text])).toString(), strange].filter((part) => part !== "").join("&")
    )
  }

  const headers = fc.record({
    accept: fc.constantFrom("application/json", "application/problem+json", "*/*", "text/html"),
    "idempotency-key": fc.oneof({ arbitrary: fc.nat({ max: 300 }).map((n) => `key-${n}`), weight: 3 }, fc.constantFrom("", "a b", "x".repeat(300))),
    "if-match": fc.constantFrom("*", "\"1-x\"", ",,\"", "W/\"1-x\"", `"${"9".repeat(40)}-x"`),
    "if-none-match": fc.constantFrom("*", "\"1-x\"", "\""),
    "if-modified-since": fc.constantFrom("Thu, 26 Nov 2026 09:00:00 GMT", "yesterday"),
    "content-type": fc.constantFrom("application/json", "text/plain", ";;;", "application/json; charset=latin1"),
    "content-encoding": fc.constantFrom("gzip", "identity"),
    "x-request-id": fc.constantFrom("mine", "a".repeat(500)),
    host: fc.constantFrom("watch.example", "evil example\""),
    origin: fc.constantFrom("https://app.example", "null"),
    authorization: fc.constantFrom("Bearer", "Bearer sk_wrong", "Basic YTpi", "Bearer a.b.c", `Bearer ${"k".repeat(4_000)}`)
  }, { requiredKeys: [] })
  // Most requests have none: else hardly one would get beyond its headers.
  const fewHeaders = headers.chain((all) => fc.subarray(Object.keys(all), { maxLength: 2 }).map((names) =>
    Object.fromEntries(names.map((name) => [name, (all as Record<string, string>)[name] ?? ""]))))

  return fc.constantFrom(...operations).chain(({ method, operation, path }) => {
    const inPath = operation.parameters.filter((parameter) => parameter.in === "path")
    const schema = operation.requestBody?.content["application/json"].schema
    const body: fc.Arbitrary<FuzzRequest["body"]> = schema === undefined
      ? fc.constantFrom<FuzzRequest["body"]>({}, {}, {}, { json: {} })
      : fc.oneof(
        { arbitrary: value(schema).map((json) => ({ json })), weight: 12 },
        { arbitrary: fc.constantFrom(...raws).map((raw) => ({ raw })), weight: 1 },
        { arbitrary: fc.constant({}), weight: 1 }
      )
    return fc.record({
      operation: fc.constant(operation.operationId),
      method: fc.constant(method),
      path: fc.constant(path),
      params: fc.record(Object.fromEntries(inPath.map(({ name, schema }) => [name, pathParam(schema)]))),
      query: queryOf(operation),
      headers: fc.oneof(
        { arbitrary: fc.constant({}), weight: 2 },
        { arbitrary: fewHeaders, weight: 1 },
        { arbitrary: documentedHeaders(operation), weight: 1 }
      ),
      body: method === "GET" ? fc.constant({}) : body,
      who: fc.constantFrom("owner", "owner", "owner", "stranger", "nobody")
    })
  })
}
