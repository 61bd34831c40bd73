/**
 * 53 bits of a text as hex (cyrb53, public domain). Not for secrets: it tells whether a text was seen before, and a collision
 * costs one look at a page that is looked at again anyway.
 */
export const fingerprint = (text: string): string => {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x9e3779b1)
    b = Math.imul(b ^ unit, 0x5f356495)
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35)
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
  return (0x100000000 * (b & 0x1fffff) + (a >>> 0)).toString(16).padStart(14, "0")
}
