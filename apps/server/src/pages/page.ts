import { createHash } from "node:crypto"

const entity: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;" }

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entity[character] ?? character)

const style = `
:root { color-scheme: light dark; }
body { margin: 0 auto; padding: 24px 16px; max-width: 34em; font: 17px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.3em; }
button { display: block; width: 100%; margin: 0 0 12px; padding: 12px; font: inherit; cursor: pointer; }
small { opacity: 0.75; }
`

/**
 * For a page that nothing but its own form may act on: no script, no frame around it, nothing loaded, one style, named by
 * what it is. Not kept anywhere: its address is a key.
 */
export const pageHeaders = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "x-robots-tag": "noindex, nofollow",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${
    createHash("sha256").update(style).digest("base64")
  }'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`
} as const

/** A whole page. `body` is HTML. */
export const page = (title: string, body: string): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${body}
</body>
</html>
`
