import { SECRET_MASK } from "@vedette/http-contract"

/** A secret in a body of settings. Null and the mask, which clients send back as they read it, change nothing. */
export const newSecret = (secret: string | null | undefined): string | undefined =>
  secret === null || secret === SECRET_MASK ? undefined : secret
