import { Ajv2020 } from "ajv/dist/2020.js"
import type { Answered } from "../callerOf.ts"
import type { Document, Operation } from "./Document.ts"

/** Says what is wrong with an answer by the document's word; undefined: nothing. */
export const answerChecker = (document: Document) => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema({ $id: "doc", components: document.components })
  const compiled = new Map<string, ReturnType<Ajv2020["compile"]>>()

  const validator = (operation: Operation, status: string, mediaType: string) => {
    const id = `${operation.operationId} ${status} ${mediaType}`
    const known = compiled.get(id)
    if (known !== undefined) return known
    const schema = operation.responses[status]?.content?.[mediaType]?.schema
    if (schema === undefined) return undefined
    const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll("#/components/", "doc#/components/")) as object)
    compiled.set(id, validate)
    return validate
  }

  /** @param isElsewhere the address may have become another by what was put into it: then `default` speaks */
  return (operation: Operation, answer: Answered, isElsewhere: boolean): string | undefined => {
    const status = String(answer.status)
    if (answer.status >= 500) return "a server error"
    const named = operation.responses[status] !== undefined
    if (!named && !(isElsewhere && ["400", "404", "405"].includes(status))) return "an undocumented status"
    const mediaType = answer.headers["content-type"]?.split(";", 1)[0]
    const response = operation.responses[named ? status : "default"]
    if (response?.content === undefined) return answer.text === "" ? undefined : "a body where none is documented"
    if (isElsewhere && answer.status < 300) return undefined
    if (mediaType === undefined) return "no content type"
    const validate = validator(operation, named ? status : "default", mediaType)
    if (validate === undefined) return `an undocumented content type: ${mediaType}`
    const body: unknown = mediaType.endsWith("json") ? answer.json() : answer.text
    return validate(body) ? undefined : `not what is documented: ${ajv.errorsText(validate.errors)}`
  }
}
