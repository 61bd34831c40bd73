import { StorageError } from "@vedette/domain"
import { BadRequest, BodyTooLarge, Defect, StorageUnavailable, UnsupportedMediaType, WriteConflict } from "./requestErrors.ts"
import { type PublicError, problems } from "./problem.ts"

const ofStorage = (error: StorageError): PublicError => {
  if (error.isRetryable) return new StorageUnavailable()
  const met = error.reason._tag === "Conflict" || error.reason._tag === "StaleVersion"
  return met ? new WriteConflict() : new Defect({ cause: error })
}

/** Errors that Fastify raises before a route is asked, by what their number says. */
const ofFramework = (error: { readonly statusCode: number; readonly message: string }): PublicError => {
  switch (error.statusCode) {
    case 413:
      return new BodyTooLarge()
    case 415:
      return new UnsupportedMediaType({ part: "media type", given: "unreadable" })
    default:
      return new BadRequest({ message: error.message })
  }
}

const isPublic = (error: object): error is PublicError =>
  "_tag" in error && typeof error._tag === "string" && Object.hasOwn(problems, error._tag)

const isClientError = (error: object): error is { readonly statusCode: number; readonly message: string } =>
  "statusCode" in error && typeof error.statusCode === "number" && error.statusCode >= 400 && error.statusCode < 500 &&
  error instanceof Error

/** What is answered for whatever was thrown. Anything unforeseen is a `Defect`, which says nothing outside. */
export const publicError = (thrown: unknown): PublicError => {
  if (thrown instanceof StorageError) return ofStorage(thrown)
  if (typeof thrown !== "object" || thrown === null) return new Defect({ cause: thrown })
  if (isPublic(thrown)) return thrown
  return isClientError(thrown) ? ofFramework(thrown) : new Defect({ cause: thrown })
}
