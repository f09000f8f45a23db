/** Lists the built-in transcode presets: plain data of the type `Preset` in tasks/ffmpeg/plan/preset.ts. */

import audio from './presets/audio.ts'
import dnxhr from './presets/dnxhr.ts'
import hevc from './presets/hevc.ts'
import hevcHdr from './presets/hevc-hdr.ts'
import lowres from './presets/lowres.ts'
import original from './presets/original.ts'
import prores from './presets/prores.ts'
import web from './presets/web.ts'

export const PRESETS = [original, lowres, web, hevc, hevcHdr, prores, dnxhr, audio] as const
