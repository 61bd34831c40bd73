import * as Context from "effect/Context"

/** Whether the fiber is inside a transaction, for defects that show only there. */
export const InTransaction = Context.Reference<boolean>("@vedette/testkit/broken/InTransaction", {
  defaultValue: () => false
})
