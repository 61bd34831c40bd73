import * as Schema from "effect/Schema"

/** Whether everybody may read a task, its runs and its feeds: asked for and answered in the same shape. */
export const VisibilityBody = Schema.Struct({ is_public: Schema.Boolean }).annotate({ identifier: "Visibility" })
