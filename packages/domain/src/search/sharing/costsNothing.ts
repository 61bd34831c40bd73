import { SearchError } from "../../ports/Search.ts"
import { noUsage } from "../Judgement.ts"

/** A failure as those get it who shared the work that failed: another has paid for it. */
export const costsNothing = ({ reason }: SearchError): SearchError => new SearchError({ reason, usage: noUsage })
