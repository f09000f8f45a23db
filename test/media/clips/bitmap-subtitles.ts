/** Bitmap subtitles, which ffmpeg does not make from text: a white bar, as Blu-rays store it (PGS). */

/** The bar is shown from 0.5 s to 1.5 s. In hexadecimal. */
export function barSup(): string {
  const window = `01 00 ${u16(96)} ${u16(150)} ${u16(WIDTH)} ${u16(HEIGHT)}`
  const row = `00 ${u8(0x80 | WIDTH)} 01 00 00` // so many pixels of color 1, then the end of the row
  const rows = Array.from({ length: HEIGHT }, () => row).join(' ')
  return [
    segment(0.5, COMPOSITION, `${SCREEN} 0000 80 00 00 01 0000 00 00 ${u16(96)} ${u16(150)}`),
    segment(0.5, WINDOWS, window),
    segment(0.5, PALETTE, '00 00 01 eb 80 80 ff'),
    segment(0.5, OBJECT, `0000 00 c0 00 ${u16(4 + HEIGHT * 5)} ${u16(WIDTH)} ${u16(HEIGHT)} ${rows}`),
    segment(0.5, END, ''),
    segment(1.5, COMPOSITION, `${SCREEN} 0001 00 00 00 00`),
    segment(1.5, WINDOWS, window),
    segment(1.5, END, ''),
  ].join('')
}

const [WIDTH, HEIGHT] = [48, 8]
const [PALETTE, OBJECT, COMPOSITION, WINDOWS, END] = [0x14, 0x15, 0x16, 0x17, 0x80]
/** Width, height and frame rate. */
const SCREEN = `${u16(320)} ${u16(180)} 10`

function segment(seconds: number, type: number, payload: string): string {
  const bytes = payload.replaceAll(' ', '')
  return `5047${u32(seconds * 90_000)}00000000${u8(type)}${u16(bytes.length / 2)}${bytes}`
}

function u8(value: number): string {
  return value.toString(16).padStart(2, '0')
}

function u16(value: number): string {
  return value.toString(16).padStart(4, '0')
}

function u32(value: number): string {
  return value.toString(16).padStart(8, '0')
}
