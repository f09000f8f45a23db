/** How many bits a pixel has, by ffmpeg's name of its format. Pure. */

interface Bits {
  /** Of a sample. */
  readonly depth: number
  /** Of a pixel, all its samples together. */
  readonly perPixel: number
}

/** Undefined for formats of which the name does not say it. */
export function bitsOf(pixelFormat: string | undefined): Bits | undefined {
  const name = (pixelFormat ?? '').replace(/(le|be)$/, '')
  const yuv = /^yuv(a)?j?(420|422|440|444|411|410)p(\d\d)?$/.exec(name)
  if (yuv) return bits(Number(yuv[3] ?? 8), (SAMPLES[yuv[2] ?? ''] ?? 0) + (yuv[1] ? 1 : 0))
  const planar = /^gbr(a)?p(\d\d)?$/.exec(name)
  if (planar) return bits(Number(planar[2] ?? 8), planar[1] ? 4 : 3)
  const gray = /^gray(\d\d)?$/.exec(name)
  if (gray) return bits(Number(gray[1] ?? 8), 1)
  const packed = /^(?:rgb|bgr)(24|48)$|^(?:rgba|bgra|argb|abgr)(64)?$/.exec(name)
  if (packed) return packed[1] ? bits(Number(packed[1]) / 3, 3) : bits(packed[2] ? 16 : 8, 4)
  const semi = /^(nv12|nv21|p010|p016|nv16|p210|p216)$/.exec(name)?.[1]
  return semi === undefined ? undefined : semiPlanar(semi)
}

function semiPlanar(name: string): Bits {
  const depth = name.startsWith('nv') ? 8 : Number(name.slice(2))
  return bits(depth, name.startsWith('p2') || name === 'nv16' ? 2 : 1.5)
}

function bits(depth: number, samples: number): Bits {
  return { depth, perPixel: Math.round(depth * samples) }
}

/** Samples of a pixel, by chroma subsampling. */
const SAMPLES: Readonly<Record<string, number>> = {
  ...{ '444': 3, '422': 2, '440': 2, '420': 1.5, '411': 1.5, '410': 1.125 },
}
