/**
 * The page of `/docs`. Everything it needs is under its own address: it works without any other host.
 *
 * @param files where its files are, seen from the page: relative, so that it also works below a proxy's own path
 */
export const docsPage = (files: "docs/" | "") => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Vedette: the HTTP API</title>
<link rel="stylesheet" href="${files}swagger-ui.css">
<link rel="stylesheet" href="${files}page.css">
<link rel="icon" href="${files}favicon-32x32.png">
</head>
<body>
<noscript>This page is drawn by a script. The same in machine words: <code>/openapi.json</code>.</noscript>
<div id="docs"></div>
<script src="${files}swagger-ui-bundle.js"></script>
<script src="${files}page.js"></script>
</body>
</html>
`

/** Beside the page and not in it, so that its policy needs to allow no inline script. */
export const docsScript = `window.ui = SwaggerUIBundle({
  url: new URL("../openapi.json", document.currentScript.src).href,
  dom_id: "#docs",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: "list",
  filter: true,
  persistAuthorization: false,
  tryItOutEnabled: true,
  // Its default asks a host elsewhere whether the document is valid.
  validatorUrl: null
})
`

export const docsStyle = `body { margin: 0 }
.swagger-ui .info { margin: 1.5rem 0 }
.swagger-ui .info table { max-width: 60rem }
.swagger-ui .info table td:first-child { white-space: nowrap; font-weight: bold; padding-right: 1.5rem }
`
