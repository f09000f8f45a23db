/** Decodes ISO/IEC 6937, the Latin alphabet of EBU STL: an accent comes before its letter. Pure. */

/** Unicode's combining accents, by their codes from 0xC1. */
// biome-ignore format: a table
const ACCENTS: Readonly<Record<number, string>> = {
  193: '\u0300', 194: '\u0301', 195: '\u0302', 196: '\u0303', 197: '\u0304', 198: '\u0306', 199: '\u0307',
  200: '\u0308', 202: '\u030a', 203: '\u0327', 205: '\u030b', 206: '\u0328', 207: '\u030c',
}

/** From 0xA0; a blank is not assigned. */
const SIGNS = [
  '\u00a0¡¢£$¥#§¤‘“«←↑→↓',
  '°±²³×µ¶·÷’”»¼½¾¿',
  '                ',
  '―¹®©™♪¬¦    ⅛⅜⅝⅞',
  'ΩÆÐªĦ ĲĿŁØŒºÞŦŊŉ',
  'ĸæđðħıĳŀłøœßþŧŋ\u00ad',
].join('')

export function fromIso6937(bytes: Uint8Array): string {
  let text = ''
  let accent = ''
  for (const byte of bytes) {
    if (ACCENTS[byte] !== undefined) accent = ACCENTS[byte]
    else {
      text += `${byte < 0xa0 ? String.fromCharCode(byte) : (SIGNS[byte - 0xa0] ?? ' ')}${accent}`
      accent = ''
    }
  }
  return text.normalize('NFC')
}
