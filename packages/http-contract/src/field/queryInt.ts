import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { saying } from "../error/Violation.ts"
import { boundedInt } from "./boundedInt.ts"

/** A whole number written in a query string. More digits than a double is exact for are still more than every bound, or less. */
export const queryInt = (min: number, max: number) =>
  Schema.String.check(
    Schema.isPattern(
      /^[+-]?[0-9]{1,300}$/u,
      saying({ type: "int_parsing", msg: "Input should be a valid integer, unable to parse string as an integer" })
    )
  ).pipe(Schema.decodeTo(
    boundedInt(min, max),
    SchemaTransformation.transform({ decode: (text: string) => Number(text), encode: (n: number) => String(n) })
  ))
