import type { ApiKeyId, DeliveryId, ExecutionId, FeedTokenId, TaskId } from "@vedette/domain"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { saying } from "../error/Violation.ts"

/** Any UUID, whatever its version: old clients keep ids of their own making. Lower case inside, as it is stored. */
const uuidText = Schema.String.check(
  Schema.isPattern(
    /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/u,
    saying({ type: "uuid_parsing", msg: "Input should be a valid UUID" })
  )
)

const idOf = <Id extends string>() =>
  uuidText.pipe(Schema.decodeTo(
    Schema.String.annotate({ format: "uuid" }) as unknown as Schema.Codec<Id, string>,
    SchemaTransformation.transform({
      decode: (text: string) => text.toLowerCase(),
      encode: (id: string) => id
    })
  ))

/** A task's id as it stands in a path. */
export const taskIdParam = idOf<TaskId>()
/** An execution's id as it stands in a path. */
export const executionIdParam = idOf<ExecutionId>()
/** A key's id as it stands in a path. */
export const apiKeyIdParam = idOf<ApiKeyId>()
/** A feed token's id as it stands in a path. */
export const feedTokenIdParam = idOf<FeedTokenId>()
/** A send's id as it stands in a path. */
export const sendIdParam = idOf<DeliveryId>()
/** An id in an answer. */
export const wireId = Schema.String.annotate({ format: "uuid" })
