/** The fields that a schema of an object names; none where it is of anything else. */
export const fieldsOf = (schema: object): ReadonlySet<string> =>
  new Set("fields" in schema ? Object.keys(schema.fields as object) : [])
