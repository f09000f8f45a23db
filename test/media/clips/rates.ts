/** Clips of every frame rate, constant and variable. */
import { AAC, type Clip, encoded, H264, picture, tone } from '../clip.ts'

const at = (rate: string) => [...picture(2, '320x180', rate), ...tone(2), ...H264, ...AAC]

// biome-ignore format: an option and its value on one line
export const RATES: readonly Clip[] = [
  // `-live` leaves out length and index, as MediaRecorder does.
  encoded('browser.webm', 'variable rate as browsers record it: 60 frames in 13 s, no length', [
    ...picture(13, '320x180', '60/13'), ...tone(13),
    '-vf', "settb=1/1000,setpts='13000*N/60+90*sin(N*N)'", '-fps_mode', 'passthrough',
    '-enc_time_base', '1/1000', '-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '200k',
    '-c:a', 'libopus', '-live', '1',
  ]),
  encoded('phone.mp4', 'variable rate as phones record it: about 30 fps with jitter and dropped frames', [
    ...picture(3, '320x180', '30'), ...tone(3),
    '-vf', "settb=1/90000,setpts='3000*N+700*sin(N*N)',select='gt(mod(n,17),0)+eq(n,0)'",
    '-fps_mode', 'passthrough', '-enc_time_base', '1/90000', '-video_track_timescale', '90000',
    ...H264, ...AAC,
  ]),
  encoded('2997.mp4', '29.97 fps', at('30000/1001')),
  encoded('23976.mp4', '23.976 fps', at('24000/1001')),
  encoded('telecine.mpg', 'film of 23.976 fps telecined to 29.97 fps: two frames in five show two moments', [
    ...picture(2, '320x192', '24000/1001'), '-vf', 'telecine=first_field=top:pattern=23,setfield=tff',
    '-c:v', 'mpeg2video', '-flags', '+ildct+ilme', '-b:v', '2M',
  ]),
  encoded('50p.mp4', '50 fps, progressive', at('50')),
  encoded('120.mp4', '120 fps', at('120')),
  encoded('one-frame.mp4', 'one frame', [...picture(0.04), ...H264]),
  encoded('slides.mp4', 'one frame every 10 s, four in all', [...picture(40, '320x180', '1/10'), ...H264]),
]
