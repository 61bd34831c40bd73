import * as JsonSchema from "effect/JsonSchema"
import * as Schema from "effect/Schema"
import { fieldDocs } from "./fieldDocs.ts"

export type Json = JsonSchema.JsonSchema

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

const isAnything = (schema: unknown): boolean => isObject(schema) && Object.keys(schema).length === 0

/** A schema without what says nothing: a choice of which one member takes everything is no choice. */
const simplified = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(simplified)
  if (!isObject(value)) return value
  const { anyOf, ...rest } = value
  const inner = Object.fromEntries(Object.entries(rest).map(([key, one]) => [key, simplified(one)]))
  if (!Array.isArray(anyOf)) return inner
  return anyOf.some(isAnything) ? inner : { ...inner, anyOf: anyOf.map(simplified) }
}

/** A body with every field described, by the schema itself or else by the table. */
const described = (name: string, schema: Json): Json => {
  if (!isObject(schema.properties)) return schema
  const properties = Object.entries(schema.properties).map(([field, given]) => {
    const [description, example] = fieldDocs[`${name}.${field}`] ?? fieldDocs[field] ?? []
    const property: Json = isObject(given) ? given : {}
    return [field, {
      ...property,
      ...(property.description === undefined && description !== undefined ? { description } : {}),
      ...(property.examples === undefined && example !== undefined ? { examples: [example] } : {})
    }]
  })
  return { ...schema, properties: Object.fromEntries(properties) }
}

/** Collects the schemas of a document: named ones once, under `components`, and referred to from everywhere else. */
export const makeComponents = () => {
  const schemas: Record<string, Json> = {}
  const schemaOf = (schema: Schema.Constraint): Json => {
    const document = Schema.toJsonSchemaDocument(schema)
    const converted = JsonSchema.toMultiDocumentOpenApi3_1({
      dialect: document.dialect,
      schemas: [document.schema],
      definitions: document.definitions
    })
    for (const [name, definition] of Object.entries(converted.definitions)) {
      schemas[name] = described(name, simplified(definition) as Json)
    }
    return simplified(converted.schemas[0]) as Json
  }
  return { schemas, schemaOf }
}

export type SchemaOf = (schema: Schema.Constraint) => Json

/** The schema an object schema stands for: the thing itself, or the component it refers to. */
export const resolved = (schema: Json, components: Readonly<Record<string, Json>>): Json => {
  const name = typeof schema.$ref === "string" ? schema.$ref.split("/").at(-1) : undefined
  return name === undefined ? schema : components[name] ?? schema
}
