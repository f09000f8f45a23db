/** The numbers that shapes have for what ffprobe prints by name. Pure. */

type Codes = Readonly<Record<string, number>>

/** ffmpeg's numbers of profiles, by codec and by the name that ffprobe prints. */
const PROFILES: Readonly<Record<string, Codes>> = {
  h264: {
    ...{ Baseline: 66, 'Constrained Baseline': 578, Main: 77, Extended: 88, High: 100, 'High 10': 110 },
    ...{ 'High 10 Intra': 2_158, 'High 4:2:2': 122, 'High 4:2:2 Intra': 2_170, 'High 4:4:4': 144 },
    ...{ 'High 4:4:4 Predictive': 244, 'High 4:4:4 Intra': 2_292, 'CAVLC 4:4:4': 44 },
    ...{ 'Multiview High': 118, 'Stereo High': 128 },
  },
  hevc: { Main: 1, 'Main 10': 2, 'Main Still Picture': 3, Rext: 4 },
  av1: { Main: 0, High: 1, Professional: 2 },
  vp9: { 'Profile 0': 0, 'Profile 1': 1, 'Profile 2': 2, 'Profile 3': 3 },
  aac: { Main: 0, LC: 1, SSR: 2, LTP: 3, 'HE-AAC': 4, 'HE-AACv2': 28, LD: 22, ELD: 38 },
  mpeg2video: { '4:2:2': 0, High: 1, 'Spatially Scalable': 2, 'SNR Scalable': 3, Main: 4, Simple: 5 },
  mpeg4: { 'Simple Profile': 0, 'Simple Scalable Profile': 1, 'Core Profile': 2, 'Main Profile': 3 },
  vc1: { Simple: 0, Main: 1, Complex: 2, Advanced: 3 },
  prores: { Proxy: 0, LT: 1, Standard: 2, HQ: 3, '4444': 4, XQ: 5 },
  dnxhd: { DNXHD: 0, 'DNXHR LB': 1, 'DNXHR SQ': 2, 'DNXHR HQ': 3, 'DNXHR HQX': 4, 'DNXHR 444': 5 },
  mjpeg: { Baseline: 192, 'Sequential DCT': 193, Progressive: 194, Lossless: 195 },
  dts: { DTS: 20, 'DTS-ES': 30, 'DTS 96/24': 40, 'DTS-HD HRA': 50, 'DTS-HD MA': 60, 'DTS Express': 70 },
}

/** ISO/IEC 23091-2. */
export const PRIMARIES: Codes = {
  ...{ bt709: 1, bt470m: 4, bt470bg: 5, smpte170m: 6, smpte240m: 7, film: 8, bt2020: 9 },
  ...{ smpte428: 10, smpte431: 11, smpte432: 12, ebu3213: 22, 'jedec-p22': 22 },
}

export const TRANSFERS: Codes = {
  ...{ bt709: 1, bt470m: 4, gamma22: 4, bt470bg: 5, gamma28: 5, smpte170m: 6, smpte240m: 7, linear: 8 },
  ...{ log100: 9, log316: 10, 'iec61966-2-4': 11, bt1361e: 12, 'iec61966-2-1': 13, 'bt2020-10': 14 },
  ...{ 'bt2020-12': 15, smpte2084: 16, smpte428: 17, 'arib-std-b67': 18 },
}

export const MATRICES: Codes = {
  ...{ gbr: 0, rgb: 0, bt709: 1, fcc: 4, bt470bg: 5, smpte170m: 6, smpte240m: 7, ycgco: 8, bt2020nc: 9 },
  ...{ bt2020c: 10, smpte2085: 11, 'chroma-derived-nc': 12, 'chroma-derived-c': 13, ictcp: 14 },
}

/** The number that stands for the name; undefined if none does. */
export function codeOf(codes: Codes, name: string | undefined): number | undefined {
  return name !== undefined && Object.hasOwn(codes, name) ? codes[name] : undefined
}

/** A profile that ffmpeg has no name for is printed as a number. */
export function profileOf(codec: string, profile: string | undefined): number | undefined {
  const codes = Object.hasOwn(PROFILES, codec) ? PROFILES[codec] : undefined
  return codeOf(codes ?? {}, profile) ?? (/^\d{1,9}$/.test(profile ?? '') ? Number(profile) : undefined)
}

/** The bits of the channels, by ffmpeg's names; some are beyond those of a 32-bit number. */
const CHANNELS: Codes = {
  ...{ FL: 0x1, FR: 0x2, FC: 0x4, LFE: 0x8, BL: 0x10, BR: 0x20, FLC: 0x40, FRC: 0x80, BC: 0x100, SL: 0x200 },
  ...{ SR: 0x400, TC: 0x800, TFL: 0x1000, TFC: 0x2000, TFR: 0x4000, TBL: 0x8000, TBC: 0x10000, TBR: 0x20000 },
  ...{ DL: 2 ** 29, DR: 2 ** 30, WL: 2 ** 31, WR: 2 ** 32, SDL: 2 ** 33, SDR: 2 ** 34, LFE2: 2 ** 35 },
  ...{ TSL: 2 ** 36, TSR: 2 ** 37, BFC: 2 ** 38, BFL: 2 ** 39, BFR: 2 ** 40 },
}

/** The channels of the layouts that have a name. */
const LAYOUTS: Readonly<Record<string, string>> = {
  ...{ mono: 'FC', stereo: 'FL+FR', '2.1': 'FL+FR+LFE', '3.0': 'FL+FR+FC', '3.0(back)': 'FL+FR+BC' },
  ...{ '4.0': 'FL+FR+FC+BC', quad: 'FL+FR+BL+BR', 'quad(side)': 'FL+FR+SL+SR', '3.1': 'FL+FR+FC+LFE' },
  ...{ '5.0': 'FL+FR+FC+BL+BR', '5.0(side)': 'FL+FR+FC+SL+SR', '4.1': 'FL+FR+FC+LFE+BC' },
  ...{ '5.1': 'FL+FR+FC+LFE+BL+BR', '5.1(side)': 'FL+FR+FC+LFE+SL+SR', '6.0': 'FL+FR+FC+BC+SL+SR' },
  ...{ '6.0(front)': 'FL+FR+FLC+FRC+SL+SR', hexagonal: 'FL+FR+FC+BL+BR+BC' },
  ...{ '6.1': 'FL+FR+FC+LFE+BC+SL+SR', '6.1(back)': 'FL+FR+FC+LFE+BL+BR+BC' },
  ...{ '6.1(front)': 'FL+FR+LFE+FLC+FRC+SL+SR', '7.0': 'FL+FR+FC+BL+BR+SL+SR' },
  ...{ '7.0(front)': 'FL+FR+FC+FLC+FRC+SL+SR', '7.1': 'FL+FR+FC+LFE+BL+BR+SL+SR' },
  ...{ '7.1(wide)': 'FL+FR+FC+LFE+BL+BR+FLC+FRC', '7.1(wide-side)': 'FL+FR+FC+LFE+FLC+FRC+SL+SR' },
  ...{ '7.1(top)': 'FL+FR+FC+LFE+BL+BR+TFL+TFR', octagonal: 'FL+FR+FC+BL+BR+BC+SL+SR', downmix: 'DL+DR' },
}

/** One bit for each channel; 0 if the layout is unknown or has none, as ambisonics. */
export function layoutMask(layout: string | undefined): number {
  if (layout === undefined) return 0
  const listed = /^\d+ channels \((.+)\)$/.exec(layout)?.[1] ?? layout
  const names = (Object.hasOwn(LAYOUTS, listed) ? (LAYOUTS[listed] ?? '') : listed).split('+')
  const bits = [...new Set(names)].map((name) => codeOf(CHANNELS, name) ?? Number.NaN)
  const mask = bits.reduce((all, bit) => all + bit, 0)
  return Number.isNaN(mask) ? 0 : mask
}

/** Samples in a packet, where the codec says. */
const FRAME_SIZES: Codes = { aac: 1_024, mp3: 1_152, mp2: 1_152, ac3: 1_536, eac3: 1_536, alac: 4_096 }

export function frameSizeOf(codec: string): number | undefined {
  return codec.startsWith('pcm_') ? 1 : codeOf(FRAME_SIZES, codec)
}
