import * as Context from "effect/Context"

/**
 * Whether pages are to be read for this judgement alone, whoever else has just read them. True for what somebody asked for by
 * hand: they may have seen the page change a moment ago, and must not be judged by it as it was.
 */
export const ReadAnew = Context.Reference<boolean>("@vedette/domain/search/ReadAnew", { defaultValue: () => false })
