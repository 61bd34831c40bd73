import { Search } from "../ports/Search.ts"

/**
 * Judges typed conditions by the one search and free text by the other. A typed condition is arithmetic on what a page says of
 * itself: a model would cost money and be right less often.
 */
export const typedFirst = (typed: Search["Service"], free: Search["Service"]): Search["Service"] =>
  Search.of({ judge: (request) => request.condition === null ? free.judge(request) : typed.judge(request) })
