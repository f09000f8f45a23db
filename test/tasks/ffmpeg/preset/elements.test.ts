/** From the elements of a preset to the whole command of ffmpeg: a table. */
import assert from 'node:assert/strict'
import type { TranscodePresetDocument } from '../../../../schema/documents/transcode-preset.ts'
import type { Media, OtherStream } from '../../../../tasks/ffmpeg/media.ts'
import { FONTS } from '../../../../tasks/ffmpeg/picture/fonts.ts'
import { command } from '../../../../tasks/ffmpeg/plan/command.ts'
import { mediaWith, PICTURE, planned, SOUND } from '../plan.ts'
import { presetFrom } from './of-document.ts'

const HEAD =
  '/bin/ffmpeg -hide_banner -y -loglevel level+warning -progress pipe:1 -nostats -stats_period 0.5 ' +
  '-protocol_whitelist file -format_whitelist mov,mp4,m4a,3gp,3g2,mj2 -i file:/in.mp4 '
const KEPT = '-map_metadata 0 -map_chapters -1'
const SUBTITLE: OtherStream = { type: 'other', index: 3, kind: 'subtitle', codec: 'subrip', language: 'ger' }
const MONO = { ...SOUND, channels: 1, layout: 'mono' }
const both = mediaWith(PICTURE, SOUND)
const video = { codec: 'h264' }
const wav = (audio: object) => ({ format: 'wav', audio: { codec: 'pcm_s16le', ...audio } })
const mp4 = (more: object) => ({ format: 'mp4', video: { ...video, ...more } })

const made = (document: TranscodePresetDocument, media: Media): readonly string[] => {
  const outputs = [{ plan: planned(presetFrom(document), media), path: '/out' }]
  return command({ ffmpeg: { path: '/bin/ffmpeg' }, input: '/in.mp4', media, outputs })
}

// biome-ignore format: a table
const cases: readonly (readonly [element: string, document: TranscodePresetDocument, command: string, media?: Media])[] = [
  ['video.codec and its pixel format', mp4({}), `-map 0:0 -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -f mp4`],
  ['video.codec of ffmpeg', { format: 'mov', video: { codec: 'prores_ks' } }, `-map 0:0 -c:v prores_ks -pix_fmt:v yuv422p10le ${KEPT} -f mov`],
  ['video.pixelFormat', mp4({ pixelFormat: 'yuv422p' }), `-map 0:0 -c:v libx264 -pix_fmt:v yuv422p ${KEPT} -f mp4`],
  ['video.bitrate, gopSize, maxBFrames', mp4({ bitrate: 1_000_000, gopSize: 50, maxBFrames: 0 }), `-map 0:0 -c:v libx264 -b:v 1000000 -g:v 50 -bf:v 0 -pix_fmt:v yuv420p ${KEPT} -f mp4`],
  ['video.preset, profile, setting', mp4({ preset: ['CBR', 'fast'], profile: ['high'], setting: [{ key: 'crf', value: '20' }, { key: 'unknown', value: 'x' }] }), `-map 0:0 -c:v libx264 -preset:v fast -profile:v high -crf:v 20 -pix_fmt:v yuv420p ${KEPT} -f mp4`],
  ['video.framerate', mp4({ framerate: { numerator: 1001, denominator: 30_000 } }), `-map 0:0 -filter:v:0 fps=fps=30000/1001 -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -f mp4`],
  ['video.forceCFR of a variable rate', mp4({ forceCFR: true }), `-map 0:0 -c:v libx264 -x264-params:v fps=60 -pix_fmt:v yuv420p -fps_mode:v cfr -r:v 25 ${KEPT} -f mp4`, mediaWith({ ...PICTURE, isVariable: true })],
  ['scaling.width and height', mp4({ scaling: { width: 200, height: 200 } }), `-map 0:0 -filter:v:0 scale=w=200:h=200 -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -f mp4`],
  ['scaling.width alone', mp4({ scaling: { width: 200 } }), `-map 0:0 -filter:v:0 scale=w=200:h=150,setsar=1/1 -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -f mp4`],
  ['resolution', mp4({ resolution: { width: 160, height: 120 } }), `-map 0:0 -filter:v:0 scale=w=160:h=120,setsar=1/1 -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -f mp4`],
  ['scaling.padColor', mp4({ scaling: { width: 320, height: 180, padColor: '#ff0000' } }), `-map 0:0 -filter:v:0 scale=w=240:h=180,setsar=1/1,pad=w=320:h=180:x=(ow-iw)/2:y=(oh-ih)/2:color=0xFF0000 -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -f mp4`],
  ['scaling.top to right', mp4({ scaling: { top: 10, bottom: -20, left: 8, right: 8 } }), `-map 0:0 -filter:v:0 crop=w=304:h=230:x=8:y=10,pad=w=304:h=250:x=0:y=0:color=black -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -f mp4`],
  ['scaling.rotate', mp4({ scaling: { rotate: '90' } }), `-map 0:0 -filter:v:0 transpose=clock -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -f mp4`],
  ['scaling.targetDAR', mp4({ scaling: { targetDAR: { horizontal: 16, vertical: 9 } } }), `-map 0:0 -filter:v:0 pad=w=426:h=240:x=(ow-iw)/2:y=(oh-ih)/2:color=black -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -f mp4`],
  ['scaling.pixelAspectRatio', mp4({ scaling: { pixelAspectRatio: { horizontal: 12, vertical: 11 } } }), `-map 0:0 -filter:v:0 setsar=12/11 -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -f mp4`],
  ['callsheet.fit', { ...mp4({ scaling: { width: 1280, height: 720 } }), callsheet: { fit: 'inside' } }, `-map 0:0 -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -f mp4`],
  ['callsheet.interlaced', { ...mp4({}), callsheet: { interlaced: 'bottom' } }, `-map 0:0 -filter:v:0 setfield=tff,fieldorder=bff,scale=interl=1 -c:v libx264 -pix_fmt:v yuv420p -flags:v +ildct+ilme ${KEPT} -f mp4`, mediaWith({ ...PICTURE, firstField: 'top' })],
  ['burnTimecode', { ...mp4({ burnTimecode: true }), startTimecode: '00:00:01:00' }, `-map 0:0 -filter:v:0 drawtext=fontfile=${FONTS['DejaVu Sans Mono']}:fontsize=h/20:fontcolor=0xFFFFFF:x=(w-tw)/2:y=h-2*lh:box=1:boxcolor=0x000000@0.6:boxborderw=6:text=%{eif\\\\:st(0\\,round((t+0)*25/1)+25)\\;mod(floor(ld(0)/90000)\\,24)\\\\:d\\\\:2}\\\\:%{eif\\\\:st(0\\,round((t+0)*25/1)+25)\\;mod(floor(ld(0)/1500)\\,60)\\\\:d\\\\:2}\\\\:%{eif\\\\:st(0\\,round((t+0)*25/1)+25)\\;mod(floor(ld(0)/25)\\,60)\\\\:d\\\\:2}\\\\:%{eif\\\\:st(0\\,round((t+0)*25/1)+25)\\;mod(ld(0)\\,25)\\\\:d\\\\:2} -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -timecode 00:00:01:00 -f mp4`],
  ['imageQuality', { format: 'jpeg', video: { codec: 'mjpeg', imageQuality: 100 } }, `-map 0:0 -filter:v:0 scale=out_color_matrix=bt601:out_range=pc -c:v mjpeg -q:v 2 -pix_fmt:v yuvj420p -frames:v 1 ${KEPT} -update 1 -f image2`],
  ['audio.codec, bitrate, framerate', { format: 'mp4', audio: { codec: 'aac', bitrate: 96_500, framerate: { numerator: 1, denominator: 44_100 } } }, `-map 0:1 -c:a aac -b:a 96500 -ar 44100 ${KEPT} -f mp4`],
  ['audio.setting', { format: 'mp3', audio: { codec: 'mp3', setting: [{ key: 'q', value: '2' }] } }, `-map 0:1 -c:a libmp3lame -q:a 2 -ar 48000 ${KEPT} -f mp3`],
  ['audio.channel', wav({ channel: [1, 0] }), `-map 0:1 -filter:a:0 pan=stereo|c0=c1|c1=c0 -c:a pcm_s16le -ar 48000 ${KEPT} -f wav`],
  ['audio.stream', wav({ stream: [1] }), `-map 0:2 -filter:a:0 pan=mono|c0=c0 -c:a pcm_s16le -ar 48000 ${KEPT} -f wav`, mediaWith(SOUND, { ...MONO, index: 2 })],
  ['audio.allChannel', wav({ allChannel: true }), `-filter_complex [0:1][0:2]join=inputs=2:channel_layout=FL+FR+FC:map=0.0-FL|0.1-FR|1.0-FC,pan=3.0|c0=c0|c1=c1|c2=c2[joined0.0] -map [joined0.0] -c:a pcm_s16le -ar 48000 ${KEPT} -f wav`, mediaWith(SOUND, { ...MONO, index: 2 })],
  ['audio.mix', wav({ mix: [{ input: [{ channel: 0, gain: 0.5 }, { channel: 1, gain: 0.5 }] }, { silence: true }] }), `-map 0:1 -filter:a:0 pan=stereo|c0=0.5*c0+0.5*c1|c1=0*c0 -c:a pcm_s16le -ar 48000 ${KEPT} -f wav`],
  ['audioTrack', { format: 'mov', audio: { codec: 'aac', channel: [0] }, audioTrack: [{ codec: 'pcm_s24le' }] }, `-map 0:1 -filter:a:0 pan=mono|c0=c0 -c:a:0 aac -ar:a:0 48000 -map 0:1 -c:a:1 pcm_s24le -ar:a:1 48000 ${KEPT} -f mov`],
  ['callsheet.mostChannels', { ...wav({}), callsheet: { mostChannels: 1 } }, `-map 0:1 -filter:a:0 aformat=channel_layouts=mono -c:a pcm_s16le -ar 48000 ${KEPT} -f wav`, mediaWith({ ...SOUND, channels: 6, layout: '5.1' })],
  ['callsheet.layout', { ...wav({}), callsheet: { layout: '5.1' } }, `-map 0:1 -filter:a:0 aformat=channel_layouts=5.1 -c:a pcm_s16le -ar 48000 ${KEPT} -f wav`],
  ['callsheet.loudness', { ...wav({}), callsheet: { loudness: -23, truePeak: -2 } }, `-map 0:1 -filter:a:0 loudnorm=I=-23:TP=-2:LRA=50 -c:a pcm_s16le -ar 48000 ${KEPT} -f wav`],
  ['callsheet.audioLanguage', { ...wav({}), callsheet: { audioLanguage: 'ger' } }, `-map 0:2 -c:a pcm_s16le -ar 48000 ${KEPT} -f wav`, mediaWith({ ...SOUND, language: 'eng' }, { ...SOUND, index: 2, language: 'ger' })],
  ['callsheet.monoTracks', { ...wav({}), callsheet: { monoTracks: 'stereo' } }, `-filter_complex [0:1][0:2]join=inputs=2:channel_layout=stereo:map=0.0-FL|1.0-FR[joined0.0] -map [joined0.0] -c:a pcm_s16le -ar 48000 ${KEPT} -f wav`, mediaWith(MONO, { ...MONO, index: 2 })],
  ['callsheet.subtitleLanguage', { ...mp4({}), callsheet: { subtitleLanguage: 'ger' } }, `-map 0:0 -c:v libx264 -pix_fmt:v yuv420p -map 0:3 -c:s:0 mov_text ${KEPT} -f mp4`, mediaWith(PICTURE, SUBTITLE)],
  ['callsheet.subtitleTracks', { format: 'mkv', video, callsheet: { subtitleTracks: 'all' } }, `-map 0:0 -c:v libx264 -pix_fmt:v yuv420p -map 0:3 -c:s:0 copy -map 0:4 -c:s:1 copy ${KEPT} -f matroska`, mediaWith(PICTURE, SUBTITLE, { ...SUBTITLE, index: 4 })],
  ['callsheet.chapters', { ...mp4({}), callsheet: { chapters: true } }, '-map 0:0 -c:v libx264 -pix_fmt:v yuv420p -map_metadata 0 -map_chapters 0 -f mp4'],
  ['callsheet.copy', { callsheet: { copy: true } }, '-map 0:0 -c:v:0 copy -map 0:1 -c:a:0 copy -map_metadata 0 -map_chapters 0 -f mp4'],
  ['callsheet.argument', { ...mp4({}), callsheet: { argument: ['-tune:v', 'film'] } }, `-map 0:0 -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -tune:v film -f mp4`],
  ['fastStartSetting', { ...mp4({}), fastStartSetting: { requireFastStart: true } }, `-map 0:0 -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -movflags +faststart -f mp4`],
  ['muxerSetting', { ...mp4({}), muxerSetting: [{ key: 'movflags', value: 'frag_keyframe' }] }, `-map 0:0 -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -movflags +frag_keyframe -f mp4`],
  ['metadata and addClipName', { ...mp4({}), addClipName: true, metadata: { field: [{ key: 'comment', value: 'x' }] } }, `-map 0:0 -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -metadata title=in -metadata comment=x -f mp4`],
  ['startTimecode', { ...mp4({}), startTimecode: '10:00:00:00' }, `-map 0:0 -c:v libx264 -pix_fmt:v yuv420p ${KEPT} -timecode 10:00:00:00 -f mp4`],
  ['noVideo and noAudio', { format: 'mp4', video: { ...video, noVideo: true }, audio: { codec: 'aac' } }, `-map 0:1 -c:a aac -ar 48000 ${KEPT} -f mp4`],
]

describe('an element of a preset becomes arguments of ffmpeg:', () => {
  for (const [element, document, expected, media = both] of cases)
    it(element, () => assert.deepEqual(made(document, media), `${HEAD}${expected} file:/out`.split(' ')))
})

describe('values of a preset', () => {
  it('end no filter, whatever they are', () => {
    const line = "a'b:c,d;e[f]\\g%{pts}"
    const [filter = ''] = made({ ...mp4({}), textOverlay: [{ text: { line: [line] } }] }, both).filter(
      (word) => word.startsWith('drawtext'),
    )
    assert.ok(filter.includes("text=a\\\\\\'b\\\\:c\\,d\\;e\\[f\\]\\\\\\\\g%{pts}:"), filter)
    assert.ok(filter.includes('expansion=none'))
  })
})
