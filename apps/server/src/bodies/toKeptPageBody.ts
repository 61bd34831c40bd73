import type { KeptPage } from "@vedette/domain"
import type { KeptPageBody } from "@vedette/http-contract"

export const toKeptPageBody = ({ bytes, hash, readAt, url }: KeptPage): KeptPageBody => ({ url, read_at: readAt, hash, bytes })
