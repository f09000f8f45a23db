/**
 * Describes the ComplexJobDocument, a job of the transcoder as it is (wire-media.md §5.1): a subset of it.
 */
import {
  anything,
  type DocumentOf,
  document,
  element,
  integer,
  list,
  maybe,
  maybeList,
  shape,
  string,
} from '../document.ts'

const timeBase = shape({
  numerator: element(integer, 'Seconds.'),
  denominator: element(integer, 'Frames or samples in these seconds.'),
})
const size = shape({ width: element(integer, 'Pixels.'), height: element(integer, 'Pixels.') })
const refused = (name: string) => maybe(anything, `Refused: \`${name}\` is not supported.`)

const input = shape({
  id: element(integer, 'Its number, to which connections refer.'),
  uri: list(string, 'The URI of the file; exactly one.'),
  range: refused('range'),
  partialFile: refused('partialFile'),
  interval: refused('interval'),
  demuxerSetting: refused('demuxerSetting'),
  analyze: refused('analyze'),
})

const output = shape({
  id: element(integer, 'Its number, to which connections refer.'),
  containerFormat: element(
    string,
    '`mp4`, `mov`, `m4a`, `mkv`, `webm`, `mxf`, `ts`, `avi`, `wav`, `flac`, `mp3` or `ogg`.',
  ),
  overlay: refused('overlay'),
  textOverlay: refused('textOverlay'),
  requireFaststart: maybe(string, '`true` puts the index before the media; mp4, mov and m4a only.'),
  muxrate: refused('muxrate'),
  setting: refused('setting'),
  metadata: refused('metadata'),
  uri: element(string, 'The URI of the new file. An existing file is not overwritten.'),
})

const encoded = {
  id: list(integer, 'The outputs that it goes into.'),
  codec: element(string, 'The codec, such as `h264` or `aac`.'),
  bitrate: maybe(integer, 'Bits per second. Default: what the encoder chooses.'),
  timeBase: maybe(
    timeBase,
    'The duration of a frame or a sample. Default: that of the source; 1/48000 for audio.',
  ),
}

const videoOutput = shape({
  ...encoded,
  preset: maybeList(string, 'The preset of the encoder, such as `fast`; at most one.'),
  setting: refused('setting'),
  scaling: maybe(size, 'The largest size. Keeps the aspect ratio, never enlarges.'),
  resolution: maybe(size, 'The same.'),
  pixelFormat: maybe(string, 'Default `yuv420p`.'),
  gopSize: maybe(integer, 'Frames from one key frame to the next, at most.'),
  maxBFrames: maybe(integer, 'B-frames in a row, at most.'),
  rcBufferSize: maybe(integer, 'Bits of the rate control buffer.'),
  minBitrate: maybe(integer, 'Bits per second.'),
  maxBitrate: maybe(integer, 'Bits per second.'),
  overlay: refused('overlay'),
  textOverlay: refused('textOverlay'),
  generateThumbnails: refused('generateThumbnails'),
  generatePosters: refused('generatePosters'),
  burnTimecode: refused('burnTimecode'),
})

const audioOutput = shape({
  ...encoded,
  preset: refused('preset'),
  setting: refused('setting'),
  channelLayoutName: maybe(
    string,
    '`mono` or `stereo`: more channels are mixed down to these. Default: the channels of the source.',
  ),
})

const connection = shape({
  input: list(
    shape({ id: element(integer, 'The input.'), stream: element(integer, 'The stream in it, from 0.') }),
    'What is encoded; exactly one.',
  ),
  audioMixInput: refused('audioMixInput'),
  audioChannelMapInput: refused('audioChannelMapInput'),
  audioChannelSequenceInput: refused('audioChannelSequenceInput'),
  audioOutput: maybe(audioOutput, 'How sound is encoded.'),
  videoOutput: maybe(videoOutput, 'How video is encoded.'),
})

export const ComplexJobDocument = document(
  'ComplexJobDocument',
  {
    input: list(input, 'The files that are read.'),
    output: list(output, 'The files that are made.'),
    connection: list(
      connection,
      'Which stream of which file goes where, in the order of the streams of the outputs.',
    ),
  },
  { description: 'A transcode in the words of the transcoder: files, streams and how they are encoded.' },
)
export type ComplexJobDocument = DocumentOf<typeof ComplexJobDocument>
