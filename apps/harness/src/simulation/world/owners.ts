import { AccountRepository, type UserId } from "@vedette/domain"
import * as DateTime from "effect/DateTime"

export const owners = [1, 2, 3]

export const userOf = (owner: number): UserId => `00000000-0000-4000-8000-00000000000${owner}` as UserId

/** Owners need not verify their own address. */
export const ownAddress = (owner: number): string => `mail${owner}`

/** The account of an owner, as it is made before anything else. */
export const createOwner = (owner: number, startMs: number) =>
  AccountRepository.use((accounts) =>
    accounts.insertUser({
      id: userOf(owner),
      email: ownAddress(owner),
      isActive: true,
      createdAt: DateTime.makeUnsafe(startMs),
      issuer: null,
      subject: null,
      welcomedAt: null
    })
  )
