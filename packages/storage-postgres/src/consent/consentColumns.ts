import type { AddressCode, OptOut, VerifiedAddress } from "@vedette/domain"
import type { Columns } from "../columns.ts"

export const addressCodeColumns = {
  id: ["id", "uuid"],
  userId: ["user_id", "uuid"],
  kind: ["kind", "text"],
  address: ["address", "text"],
  digest: ["digest", "text"],
  createdAt: ["created_at", "timestamptz"],
  expiresAt: ["expires_at", "timestamptz"],
  tries: ["tries", "integer"],
  closedAt: ["closed_at", "timestamptz"]
} as const satisfies Columns<AddressCode>

export const verifiedAddressColumns = {
  userId: ["user_id", "uuid"],
  kind: ["kind", "text"],
  address: ["address", "text"],
  verifiedAt: ["verified_at", "timestamptz"]
} as const satisfies Columns<VerifiedAddress>

export const optOutColumns = {
  userId: ["user_id", "uuid"],
  kind: ["kind", "text"],
  address: ["address", "text"],
  taskId: ["task_id", "uuid"],
  createdAt: ["created_at", "timestamptz"]
} as const satisfies Columns<OptOut>
