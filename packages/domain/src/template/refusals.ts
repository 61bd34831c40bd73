import * as Schema from "effect/Schema"

/** A template that cannot be filled, in words for whoever wrote it. */
export class InvalidTemplate extends Schema.TaggedError<InvalidTemplate>()("InvalidTemplate", {
  part: Schema.Literals(["subject", "body"]),
  why: Schema.String
}) {
  override get message(): string {
    return this.why
  }
}

/** The channel words its messages itself. */
export class ChannelUntemplated extends Schema.TaggedError<ChannelUntemplated>()("ChannelUntemplated", { kind: Schema.String }) {
  override get message(): string {
    return `Messages by ${this.kind} have no template on this server`
  }
}
