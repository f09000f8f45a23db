/** Describes the TranscodePresetDocument: how a rendition is made (wire-media.md §6.2). */

import {
  anything,
  boolean,
  type DocumentOf,
  document,
  float,
  integer,
  maybe,
  maybeAttribute,
  maybeList,
  oneOf,
  shape,
  string,
} from '../document.ts'
import { keyValue, keyValues } from './key-value.ts'
import { overlay, textOverlay } from './preset-overlay.ts'
import { aspectRatio, resolution, timeBase, timeCode } from './time.ts'

const OMIT = { empty: 'omit' } as const
const NOT_HERE = 'Refused: this server cannot.'

const mix = shape({
  input: maybeList(
    shape({
      effect: maybe(anything, NOT_HERE),
      id: maybeAttribute(integer, NOT_HERE),
      stream: maybeAttribute(integer, 'The audio track of the source, from 0. Default 0.'),
      channel: maybeAttribute(integer, 'The channel of that track, from 0.'),
      gain: maybeAttribute(float, 'A factor; 1, which is the default, changes nothing.'),
    }),
    'The channels of the source that it is the sum of.',
    OMIT,
  ),
  silence: maybeAttribute(boolean, 'True: the channel is silent.'),
})

const encodedAudio = {
  codec: maybe(string, 'A codec such as `aac`, or an encoder of ffmpeg.'),
  bitrate: maybe(integer, 'Bits per second.'),
  framerate: maybe(
    timeBase,
    'The sample rate, as the duration of one sample: 1/48000, which is the default.',
  ),
  channel: maybeList(integer, 'Channels of the source, from 0, counted through its tracks.', OMIT),
}
const options = {
  preset: maybeList(string, 'The option `preset` of the encoder.', OMIT),
  setting: maybeList(keyValue, 'Options of the encoder, by their names in ffmpeg.', OMIT),
  mix: maybeList(mix, 'The channels of the result, one by one.', OMIT),
}

const audio = shape({
  ...encodedAudio,
  stream: maybeList(integer, 'The audio tracks of the source to take, from 0.', OMIT),
  preset: options.preset,
  noAudio: maybe(boolean, 'True: no audio.'),
  setting: options.setting,
  mix: options.mix,
  otif: maybe(anything, NOT_HERE),
  monoFile: maybe(boolean, 'True: each channel becomes a file of its own.'),
  allChannel: maybe(boolean, 'True: the channels of all tracks become one track.'),
  output: maybe(anything, NOT_HERE),
})

const scaling = shape({
  width: maybe(integer, 'Pixels. With the height alone, it follows from the shape of the picture.'),
  height: maybe(integer, 'Pixels.'),
  top: maybe(integer, 'Lines that are cut off; negative: that are added, in `padColor`.'),
  bottom: maybe(integer, 'The same at the bottom.'),
  left: maybe(integer, 'The same on the left.'),
  right: maybe(integer, 'The same on the right.'),
  padColor: maybe(string, 'With width and height: fills what the picture leaves free. A name or `#RRGGBB`.'),
  rotate: maybe(string, 'Degrees clockwise: `90`, `180`, `270`.'),
  pixelAspectRatio: maybe(aspectRatio, 'The shape of the pixels that the result says.'),
  targetDAR: maybe(aspectRatio, 'The shape of the picture, with bars in `padColor`, by default black.'),
})

const video = shape({
  scaling: maybe(scaling, 'Its size.'),
  codec: maybe(string, 'A codec such as `h264`, or an encoder of ffmpeg.'),
  bitrate: maybe(integer, 'Bits per second.'),
  framerate: maybe(timeBase, 'The duration of one frame: 1/25. The rate becomes constant.'),
  resolution: maybe(resolution, 'The same as width and height of `scaling`.'),
  displayWidth: maybe(anything, NOT_HERE),
  displayHeight: maybe(anything, NOT_HERE),
  displayXOffset: maybe(anything, NOT_HERE),
  displayYOffset: maybe(anything, NOT_HERE),
  containerSAR: maybe(anything, NOT_HERE),
  forceCFR: maybe(boolean, 'True: the frame rate becomes constant.'),
  gopSize: maybe(integer, 'Frames from one key frame to the next, at most.'),
  maxBFrames: maybe(integer, 'Frames in a row that are predicted from both sides, at most.'),
  pixelFormat: maybe(string, 'The name in ffmpeg. Default: what players expect of the codec.'),
  preset: options.preset,
  profile: maybeList(string, 'The option `profile` of the encoder.', OMIT),
  noVideo: maybe(boolean, 'True: no video.'),
  stripParameterSets: maybe(boolean, NOT_HERE),
  addParameterSets: maybe(boolean, NOT_HERE),
  parameterSets: maybe(string, NOT_HERE),
  setting: options.setting,
  burnTimecode: maybe(boolean, 'True: the time code is drawn into the picture.'),
  burnSubtitles: maybe(boolean, 'True: the first text subtitles are drawn into the picture.'),
  burnSubtitlesLanguage: maybe(string, 'Of the subtitles to draw, such as `ger`.'),
  imageQuality: maybe(integer, 'Of JPEG and WebP, 1 to 100.'),
  otif: maybe(anything, NOT_HERE),
})

const TRACKS = ['none', 'first', 'all'] as const

const callsheet = shape({
  copy: maybe(boolean, 'True: all streams of the source, unchanged; `format` may then be missing.'),
  passes: maybe(integer, '2: the video is encoded in two passes. Default 1.'),
  fit: maybe(
    oneOf(['exact', 'inside']),
    '`inside`: width and height are the most; the picture keeps its shape and is never enlarged.',
  ),
  interlaced: maybe(
    oneOf(['deinterlace', 'keep', 'top', 'bottom']),
    'What becomes of fields: progressive frames by default; kept; or kept, with that field first.',
  ),
  hdr: maybe(oneOf(['sdr', 'keep']), 'What becomes of PQ and HLG: mapped to SDR by default.'),
  audioTracks: maybe(oneOf(['default', 'first', 'all']), 'Which audio tracks go along. Default `default`.'),
  audioLanguage: maybe(string, 'The first audio track in this language, such as `ger`, else the default.'),
  monoTracks: maybe(
    oneOf(['mono', 'stereo', '5.1']),
    'Neighboring mono tracks: joined by two or six. Default `mono`: as they are.',
  ),
  mostChannels: maybe(integer, 'Tracks with more channels are mixed down. Default: all are kept.'),
  layout: maybe(oneOf(['mono', 'stereo', '5.1', '7.1']), 'Each audio track gets these channels.'),
  loudness: maybe(float, 'Integrated loudness of each audio track, LUFS, such as -23. Measured first.'),
  truePeak: maybe(float, 'The highest true peak with `loudness`, dBTP. Default -1.'),
  subtitleTracks: maybe(oneOf(TRACKS), 'Which subtitles go along. Default `none`.'),
  subtitleLanguage: maybe(string, 'The subtitles in this language.'),
  chapters: maybe(boolean, 'True: chapters go along.'),
  dataTracks: maybe(oneOf(['none', 'all']), 'Whether data goes along, where the container holds it.'),
  heights: maybeList(integer, 'Of a package: the heights of the video, pixels.', OMIT),
  segmentDuration: maybe(integer, 'Of a package: how long a segment is, seconds. Default 4.'),
  argument: maybeList(string, 'Further arguments for ffmpeg. Only administrators may give any.', OMIT),
})

export const TranscodePresetDocument = document(
  'TranscodePresetDocument',
  {
    description: maybe(string, 'What the preset makes.'),
    name: maybe(string, 'A name for readers.'),
    format: maybe(
      string,
      'The container, such as `mp4`; `hls`, `dash` or `cmaf` for a package. Without one, the tag is a plain label.',
    ),
    audio: maybe(audio, 'The audio; none by default.'),
    audioTrack: maybeList(
      shape({ ...encodedAudio, ...options }),
      'Further audio tracks of the result, after those of `audio`.',
      OMIT,
    ),
    video: maybe(video, 'The video; none by default.'),
    startTimecode: maybe(string, 'The time code of the first frame: `10:00:00:00`.'),
    fastStartSetting: maybe(
      shape({
        requireFastStart: maybe(boolean, 'True: the file plays while it loads.'),
        analyzeDuration: maybe(boolean, NOT_HERE),
        fastStartDuration: maybe(anything, NOT_HERE),
      }),
      'Where the index of the file is.',
    ),
    thumbnailResolution: maybe(resolution, 'The size of thumbnails, at most.'),
    thumbnailBackground: maybe(string, NOT_HERE),
    thumbnailPeriod: maybe(timeCode, 'The time from one thumbnail to the next.'),
    thumbnailPlugin: maybe(string, NOT_HERE),
    posterResolution: maybe(resolution, NOT_HERE),
    posterBackground: maybe(string, NOT_HERE),
    faceDetect: maybe(boolean, NOT_HERE),
    metadata: maybe(keyValues, 'Tags that the file gets, such as `title`.'),
    preserveEDL: maybe(boolean, NOT_HERE),
    addClipName: maybe(boolean, 'True: the tag `title` is the name of the source.'),
    overlay: maybeList(overlay, 'Pictures that are laid over the video.', OMIT),
    textOverlay: maybeList(textOverlay, 'Texts that are laid over the video.', OMIT),
    preferredSourceTag: maybe(string, 'The shape of an item to take as the source.'),
    script: maybe(string, 'JavaScript that changes the preset for each source.'),
    shapeMetadata: maybeList(keyValue, 'Metadata of the shape that the rendition becomes.', OMIT),
    maxChunkDuration: maybe(timeCode, NOT_HERE),
    demuxerSetting: maybeList(keyValue, NOT_HERE, OMIT),
    muxerSetting: maybeList(keyValue, 'Options of the container, by their names in ffmpeg.', OMIT),
    sequenceOutput: maybe(anything, NOT_HERE),
    mediaconvert: maybe(anything, NOT_HERE),
    generateCixTix: maybe(boolean, NOT_HERE),
    callsheet: maybe(callsheet, 'What Vidispine has no words for. Callsheet extension.'),
  },
  { description: 'A preset: how a rendition is made of a source. `docs/presets.md` has its elements.' },
)
export type TranscodePresetDocument = DocumentOf<typeof TranscodePresetDocument>
