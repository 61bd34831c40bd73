import * as Schema from "effect/Schema"

/** The account has no default channel of this kind. */
export class NoDefaultChannel extends Schema.TaggedError<NoDefaultChannel>()("NoDefaultChannel", {
  kind: Schema.String
}) {
  override get message(): string {
    return `The account has no default ${this.kind} channel`
  }
}

/** The channel does not sign, so there is no secret to set or to replace. */
export class ChannelUnsigned extends Schema.TaggedError<ChannelUnsigned>()("ChannelUnsigned", { kind: Schema.String }) {
  override get message(): string {
    return `Messages by ${this.kind} are not signed: the channel has no secret`
  }
}
