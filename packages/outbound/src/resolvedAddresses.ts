import { AddressRefused } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { isIP } from "node:net"
import type { Resolve } from "./guardedConnector.ts"
import { hostOf } from "./parseTarget.ts"
import { type Reach, reaches } from "./reach.ts"

/** Somebody waits for their form to be saved; a name that takes longer is judged when it is connected to. */
const RESOLVE_WITHIN = "1 second"

/** What the name of a URL resolves to at this moment; nothing for an address, and where no answer is to be had. */
export const addressesOf = (url: URL, resolve: Resolve): Effect.Effect<ReadonlyArray<string>> => {
  const host = hostOf(url)
  if (isIP(host) !== 0) return Effect.succeed([])
  return Effect.callback<ReadonlyArray<string>>((resume) =>
    resolve(host, (error, addresses) =>
      resume(Effect.succeed(error === null ? addresses.map(({ address }) => address) : [])))
  ).pipe(Effect.timeoutOrElse({ duration: RESOLVE_WITHIN, orElse: () => Effect.succeed([]) }))
}

/** One address out of reach is enough, as when connecting. A name without an address may have one when it is needed. */
export const judgeAddresses = (
  host: string,
  reach: Reach,
  addresses: ReadonlyArray<string>
): Result.Result<void, AddressRefused> =>
  addresses.every((address) => reaches(reach, address))
    ? Result.void
    : Result.fail(new AddressRefused({ message: `The host ${host} does not resolve to the public internet.` }))
