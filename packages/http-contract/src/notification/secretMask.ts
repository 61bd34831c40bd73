/**
 * Stands where a secret is set but not shown. Clients that send back all they read may send it back: it changes nothing.
 */
export const SECRET_MASK = "whsec_********"
