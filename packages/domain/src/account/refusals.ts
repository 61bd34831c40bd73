import * as Schema from "effect/Schema"

/** Why somebody is not let in. `why` is the exact sentence clients know. */
export class Unauthorized extends Schema.TaggedError<Unauthorized>()("Unauthorized", {
  why: Schema.Literals(["Authorization header missing", "Invalid API key", "Invalid authentication token", "Token has expired"])
}) {
  override get message(): string {
    return this.why
  }
}

/** The key is good, but not for this. */
export class ScopeMissing extends Schema.TaggedError<ScopeMissing>()("ScopeMissing", { scope: Schema.String }) {
  override get message(): string {
    return `This API key lacks the scope "${this.scope}"`
  }
}

/** The stored secrets were sealed with another key than this process was given. It must not start. */
export class WrongSecretKey extends Schema.TaggedError<WrongSecretKey>()("WrongSecretKey", {}) {
  override get message(): string {
    return "The VEDETTE_SECRET_KEY is not the one that this database's secrets were sealed with. Set that one (embedded: " +
      "the file secret-key in the data folder)."
  }
}
