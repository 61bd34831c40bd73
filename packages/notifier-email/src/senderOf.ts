import * as Result from "effect/Result"
import { oneLine } from "./document/plainText.ts"
import { emailTarget } from "./EmailTarget.ts"

export interface Sender {
  readonly name: string
  readonly address: string
  /** The domain of the address: message ids are made under it. */
  readonly host: string
}

const named = /^(?:"([^"]*)"\s*|([^<>"]*))<([^<>]+)>$/

/** `MAIL_FROM` as it is used: `alerts@example.org` or `Vedette <alerts@example.org>`. */
export const senderOf = (text: string): Result.Result<Sender, string> => {
  const [, quoted, bare, inner] = named.exec(text.trim()) ?? []
  const name = oneLine(quoted ?? bare ?? "").replaceAll("=?", "= ?")
  return Result.map(emailTarget({ address: inner ?? text }), ({ address }) => ({
    name: name === "" ? "Vedette" : name,
    address,
    host: address.slice(address.lastIndexOf("@") + 1)
  }))
}
