/** Bytes of a text in UTF-8; half a surrogate pair counts as the replacement character. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    bytes += 1;
    if (unit < 0x800) continue;
    if (unit >= 0xd800 && unit < 0xdc00 && isTrail(text.charCodeAt(i + 1))) {
      i += 1;
      bytes += 1;
    } else {
      bytes += 1;
    }
  }
  return bytes;
}

function isTrail(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
