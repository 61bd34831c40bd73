import type { ExecutionId, TaskId } from "@vedette/domain"
import { Base64Url } from "effect/encoding"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { saying } from "../error/Violation.ts"

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u

const idIn = (cursor: string): string => Result.getOrElse(Base64Url.decodeString(cursor), () => "")

/** Where a page ended. Opaque to clients, so that it may come to hold more than the id it holds today. */
const cursorOf = <Id extends string>() =>
  Schema.String.check(
    Schema.makeFilter((text: string) => uuid.test(idIn(text)), {
      ...saying({ type: "value_error", msg: "Value error, not a cursor of this list" })
    })
  ).pipe(Schema.decodeTo(
    Schema.String as unknown as Schema.Codec<Id, string>,
    SchemaTransformation.transform({ decode: idIn, encode: (id: string) => Base64Url.encode(id) })
  ))

export const taskCursor = cursorOf<TaskId>()
export const executionCursor = cursorOf<ExecutionId>()
