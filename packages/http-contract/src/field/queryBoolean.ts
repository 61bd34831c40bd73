import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { saying } from "../error/Violation.ts"

const yes = ["true", "1", "yes", "on", "t", "y"]
const no = ["false", "0", "no", "off", "f", "n"]

/** A switch written in a query string, in every spelling the original's framework takes. */
export const queryBoolean = Schema.String.check(
  Schema.makeFilter((text: string) => [...yes, ...no].includes(text.toLowerCase()), {
    ...saying({ type: "bool_parsing", msg: "Input should be a valid boolean, unable to interpret input" })
  })
).pipe(Schema.decodeTo(
  Schema.Boolean,
  SchemaTransformation.transform({
    decode: (text: string) => yes.includes(text.toLowerCase()),
    encode: (value: boolean) => String(value)
  })
))
