import * as Schema from "effect/Schema"

/** The process cannot start or go on; the message says what to do about it. Printed as it is, without a stack. */
export class StartRefused extends Schema.TaggedError<StartRefused>()("StartRefused", {
  message: Schema.String,
  /** 78 (`EX_CONFIG` of sysexits.h): the settings are wrong. 1: something else is in the way. */
  exitCode: Schema.Literals([1, 78])
}) {}
