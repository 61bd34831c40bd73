import { type Violation, type ViolationWords, wordsOf } from "@vedette/http-contract"
import * as SchemaAST from "effect/SchemaAST"
import type * as SchemaIssue from "effect/SchemaIssue"
import { echoInput } from "./echoInput.ts"
import { enumWords } from "./enumWords.ts"

type Loc = Violation["loc"]

const missing: ViolationWords = { type: "missing", msg: "Field required" }
const notValid: ViolationWords = { type: "value_error", msg: "Value error, not a valid value" }

const literalsOf = (ast: SchemaAST.AST): ReadonlyArray<unknown> =>
  ast._tag === "Literal" ? [ast.literal] : ast._tag === "Union" ? ast.types.flatMap(literalsOf) : []

/** What a value of the wrong kind is told: what would have been right. */
const kindWords = (given: SchemaAST.AST): ViolationWords => {
  const ast = SchemaAST.toEncoded(given)
  switch (ast._tag) {
    case "String":
      return { type: "string_type", msg: "Input should be a valid string" }
    // Every number of a request is a whole one.
    case "Number":
      return { type: "int_type", msg: "Input should be a valid integer" }
    case "Boolean":
      return { type: "bool_type", msg: "Input should be a valid boolean" }
    case "Arrays":
      return { type: "list_type", msg: "Input should be a valid list" }
    case "Objects":
      return {
        type: "model_attributes_type",
        msg: "Input should be a valid dictionary or object to extract fields from"
      }
    case "Literal":
      return enumWords([ast.literal])
    case "Union": {
      const literals = literalsOf(ast)
      const other = ast.types.find((member) => member._tag !== "Null" && literalsOf(member).length === 0)
      return literals.length > 0 && other === undefined
        ? enumWords(literals)
        : other === undefined ? notValid : kindWords(other)
    }
    default:
      return notValid
  }
}

const at = (root: unknown, path: ReadonlyArray<PropertyKey>): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], root)

/**
 * A decoding issue in the words of the original's framework, one for everything that is wrong.
 *
 * @param part what `loc` begins with: `path`, `query` or `body`
 * @param input what was decoded
 */
export const violationsOf = (issue: SchemaIssue.Issue, part: string, input: unknown): ReadonlyArray<Violation> => {
  const tell = (words: ViolationWords, path: ReadonlyArray<PropertyKey>): ReadonlyArray<Violation> => {
    const { ctx, msg, type } = words
    const loc: Loc = [part, ...path.map((key) => typeof key === "number" ? key : String(key))]
    // Of what is missing, the thing that lacks it is shown.
    const shown = at(input, type === "missing" ? path.slice(0, -1) : path)
    return [{ loc, msg, type, ...echoInput(shown), ...(ctx === undefined ? {} : { ctx }) }]
  }
  const walk = (issue: SchemaIssue.Issue, path: ReadonlyArray<PropertyKey>): ReadonlyArray<Violation> => {
    switch (issue._tag) {
      case "Pointer":
        return walk(issue.issue, [...path, ...issue.path])
      case "Composite":
        return issue.issues.flatMap((inner) => walk(inner, path))
      case "Encoding":
        return walk(issue.issue, path)
      case "AnyOf":
      case "OneOf": {
        // Only members of the right kind report what they lack; the first is the one that was meant.
        const first = issue._tag === "AnyOf" ? issue.issues[0] : undefined
        return first === undefined ? tell(kindWords(issue.ast), path) : walk(first, path)
      }
      case "Filter": {
        const words = wordsOf(issue.filter.annotations)
        return words === undefined ? walk(issue.issue, path) : tell(words, path)
      }
      case "MissingKey":
        return tell(missing, path)
      case "InvalidType":
        return tell(kindWords(issue.ast), path)
      case "InvalidValue":
        return tell(wordsOf(issue.annotations) ?? notValid, path)
      default:
        return tell(notValid, path)
    }
  }
  return walk(issue, [])
}
