/**
 * On every answer. The server sends data, never a page: nothing of it may be framed, sniffed or run. HSTS is left to
 * whatever ends TLS in front of us.
 */
export const securityHeaders = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "permissions-policy": "geolocation=(), microphone=(), camera=()",
  "cross-origin-resource-policy": "same-site",
  "vary": "Authorization, Accept, Origin"
} as const
