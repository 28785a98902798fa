/**
 * A name for a text in at most 11 characters of `[0-9a-z]`: 53 bits, so that among 2,000 texts two share one once in
 * some thousand million tries. It is no secret and withstands nobody who wants to find two texts of one name.
 *
 * Two sums as in MurmurHash3, each finished with the other's bits.
 */
export function shortHash(text: string): string {
  let one = 0xdeadbeef;
  let other = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x85ebca6b);
    other = Math.imul(other ^ unit, 0xc2b2ae35);
  }
  one = Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35);
  other = Math.imul(other ^ (other >>> 16), 0x85ebca6b) ^ Math.imul(one ^ (one >>> 13), 0xc2b2ae35);
  return (4_294_967_296 * (0x1fffff & other) + (one >>> 0)).toString(36);
}
