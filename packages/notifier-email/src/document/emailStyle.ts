/**
 * One column, no image, nothing loaded from anywhere. Colours are set for light and for dark, because clients that are
 * dark by themselves invert what says nothing of it; long words and addresses break, so that a phone need not scroll
 * sideways.
 */
export const emailStyle = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; background: #f4f4f1; color: #1d1d1b; }
.mail { max-width: 600px; margin: 0 auto; padding: 20px 16px; box-sizing: border-box; background: #ffffff;
  font: 16px/1.5 -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; overflow-wrap: anywhere; word-break: break-word; }
h1 { margin: 0 0 12px; font-size: 20px; line-height: 1.3; }
h2 { margin: 24px 0 8px; padding-top: 16px; border-top: 1px solid #d9d9d3; font-size: 17px; line-height: 1.3; }
.note { margin: 0 0 4px; font-size: 13px; }
.note, h2 small { color: #6b6b64; font-weight: 400; }
h2 small { display: block; font-size: 13px; }
p { margin: 0 0 12px; }
blockquote { margin: 0 0 12px; padding: 2px 0 2px 12px; border-left: 3px solid #b08d2e; color: #44443f; }
ul { margin: 0 0 12px; padding-left: 20px; }
a { color: #1a5fb4; }
small { font-size: 13px; }
.code { font: 700 28px/1.4 ui-monospace, Menlo, Consolas, monospace; letter-spacing: 4px; }
.footer { margin-top: 20px; padding-top: 12px; border-top: 1px solid #d9d9d3; color: #6b6b64; font-size: 13px; }
@media (prefers-color-scheme: dark) {
  body { background: #121211 !important; color: #ecece6 !important; }
  .mail { background: #1c1c1a !important; }
  blockquote { color: #c9c9c0 !important; border-left-color: #d8b85a !important; }
  a { color: #8ab4f8 !important; }
  h2 { border-top-color: #3a3a36 !important; }
  .note, h2 small { color: #9c9c93 !important; }
  .footer { color: #9c9c93 !important; border-top-color: #3a3a36 !important; }
}`
