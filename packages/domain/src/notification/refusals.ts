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

/** There is no such delivery, or it is somebody else's. */
export class DeliveryNotFound extends Schema.TaggedError<DeliveryNotFound>()("DeliveryNotFound", {}) {
  override get message(): string {
    return "Send not found"
  }
}

/** The owner was told nothing by this execution, or it is somebody else's. */
export class NotificationNotFound extends Schema.TaggedError<NotificationNotFound>()("NotificationNotFound", {}) {
  override get message(): string {
    return "Notification not found"
  }
}
