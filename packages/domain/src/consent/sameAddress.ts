/**
 * Whether two addresses in the normal form of their channel are one. Case is passed over: in theory a mail server may tell
 * `Ada@` from `ada@`, none does, and people type both.
 */
export const sameAddress = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase()
