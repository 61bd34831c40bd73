import type { Amount } from "./findAmounts.ts"

/** `1 299,00 zł` by itself is one number, though its space could part two. */
export const isOneNumber = (text: string, amount: Amount): boolean => text.trim() === amount.printed && /^\D*\d{1,3}(?: \d{3})+\D/u.test(text)
