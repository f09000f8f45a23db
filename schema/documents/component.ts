/** Describes the components of a shape: its container, and its streams (wire-media.md §4.3 to §4.5). */

import {
  boolean,
  content,
  type DocumentOf,
  document,
  float,
  integer,
  list,
  maybe,
  maybeAttribute,
  maybeList,
  type ShapeOf,
  shape,
  string,
} from '../document.ts'
import { fileFields } from './file.ts'
import { keyValue } from './key-value.ts'
import { aspectRatio, rational, resolution, timeBase, timeCode, timeInterval } from './media-parts.ts'

/** What every component begins with. */
const owned = {
  file: maybeList(shape(fileFields), 'The files that hold it, the same in every component of a file.'),
  id: maybe(string, 'Component id, such as `VX-40`.'),
  metadata: list(keyValue, 'What the file says of it: tags, by their names in the file.'),
}

const mediaInfoFields = {
  Bit_rate_mode: maybe(string, '`Constant` or `Variable`.'),
  Source: maybe(string, 'Where it was read.'),
  property: maybeList(keyValue, 'Further properties, by the names of MediaInfo.'),
}
const mediaInfo = maybe(shape(mediaInfoFields), 'What MediaInfo says, if a client has sent it.')

const editList = shape({
  timeScale: maybe(timeBase, 'The time base of `start`.'),
  timeBase: maybe(timeBase, 'The time base of `length`, if it is another.'),
  entry: maybeList(
    shape({
      start: maybeAttribute(integer, 'First sample; -1 for a gap.'),
      length: maybeAttribute(integer, 'Number of samples.'),
      mediaRate: maybeAttribute(integer, 'Speed: 65536 is the usual one.'),
    }),
    'The parts that are played, in order.',
  ),
})

/** What audio, video and subtitles have in common. */
const mediaFields = {
  codec: maybe(string, 'By the name of ffmpeg, such as `h264`; `JPEG` or `PNG` for images.'),
  timeBase: maybe(timeBase, 'The time base of its samples.'),
  itemTrack: maybe(string, '`V1`, `A1`, `A2` …'),
  essenceStreamId: maybe(integer, 'Index of the stream in its file, from 0.'),
  interval: maybe(timeInterval, 'The part of the item that it covers.'),
  bitrate: maybe(integer, 'Bits per second.'),
  numberOfPackets: maybe(integer, 'Number of packets, where the container counts them.'),
  extradata: maybe(string, 'Codec configuration, in hexadecimal.'),
  pid: maybe(integer, 'Number of the track in its container.'),
  duration: maybe(timeCode, 'Its length, in its time base.'),
  profile: maybe(integer, 'Profile of the codec, by its number.'),
  level: maybe(integer, 'Level of the codec.'),
  edl: maybe(editList, 'The edit list of an MP4 or QuickTime file.'),
  startTimestamp: maybe(timeCode, 'Time of its first sample.'),
  repeatCount: maybe(integer, 'How often it repeats.'),
  trackOrder: maybe(integer, 'Its place among the tracks.'),
  segment: maybe(integer, 'Its segment.'),
}

export const containerComponent = shape({
  ...owned,
  duration: maybe(timeCode, 'Its length, in microseconds.'),
  format: maybe(string, 'By the names of ffmpeg, such as `mov,mp4,m4a,3gp,3g2,mj2`; `JPEG` for an image.'),
  subFormat: maybe(string, 'Operational pattern of an MXF file.'),
  firstSMPTETimecode: maybe(string, 'Time code of its first frame.'),
  startTimecode: maybe(integer, 'The same as a number of frames; of samples, if it has sound only.'),
  startTimestamp: maybe(timeCode, 'Time of its first sample, by its own clock.'),
  roundedTimeBase: maybe(integer, 'Frames, or samples, per second as a whole number.'),
  dropFrame: maybe(boolean, 'Whether its time code is drop-frame.'),
  timeCodeTimeBase: maybe(timeBase, 'How long a frame of its time code takes.'),
  mediaInfo,
})
export type ContainerComponent = ShapeOf<(typeof containerComponent)['fields']>

export const audioComponent = shape({
  ...owned,
  ...mediaFields,
  channelCount: maybe(integer, 'Number of channels.'),
  channelLayout: maybe(integer, 'One bit for each channel, as ffmpeg counts them: 3 is stereo; 0: unknown.'),
  sampleFormat: maybe(string, 'Such as `AV_SAMPLE_FMT_S16`.'),
  frameSize: maybe(integer, 'Samples in a packet.'),
  blockAlign: maybe(integer, 'Bytes of a sample of all channels.'),
  mediaInfo,
})
export type AudioComponent = ShapeOf<(typeof audioComponent)['fields']>

export const videoComponent = shape({
  ...owned,
  ...mediaFields,
  videoStandard: maybe(
    shape({ value: content(string, 'The standard.'), type: maybeAttribute(string, 'Its kind.') }),
    'The video standard.',
  ),
  resolution: maybe(resolution, 'The picture as stored.'),
  pixelFormat: maybe(string, 'By the name of ffmpeg, such as `yuv420p`.'),
  maxBFrames: maybe(integer, 'How many frames are stored out of order.'),
  pixelAspectRatio: maybe(aspectRatio, 'The shape of a pixel.'),
  fieldOrder: maybe(string, '`progressive`, or the field that is first: `F1` or `F2`.'),
  codecTimeBase: maybe(timeBase, 'The time base of the codec.'),
  averageFrameRate: maybe(rational, 'Frames per second.'),
  realBaseFrameRate: maybe(rational, 'The lowest rate at which every frame has a place.'),
  displayWidth: maybe(rational, 'Width of the picture that is shown.'),
  displayHeight: maybe(rational, 'Height of the picture that is shown.'),
  displayXOffset: maybe(rational, 'Where it begins.'),
  displayYOffset: maybe(rational, 'Where it begins.'),
  containerSAR: maybe(aspectRatio, 'The shape of a pixel, as the container has it.'),
  colr_primaries: maybe(integer, 'Primaries, by the number of ISO/IEC 23091-2.'),
  colr_transfer_function: maybe(integer, 'Transfer, by the number of ISO/IEC 23091-2.'),
  colr_matrix: maybe(integer, 'Matrix, by the number of ISO/IEC 23091-2.'),
  max_packet_size: maybe(integer, 'Largest packet, in bytes.'),
  ticks_per_frame: maybe(integer, 'Ticks of the codec in a frame.'),
  bitDepth: maybe(integer, 'Bits of a sample.'),
  bitsPerPixel: maybe(integer, 'Bits of a pixel.'),
  startTimecode: maybe(integer, 'Its own time code, as a number of frames.'),
  dropFrame: maybe(boolean, 'Whether that is drop-frame.'),
  colorPrimaries: maybe(string, 'Such as `BT709`.'),
  mediaInfo: maybe(
    shape({
      ...mediaInfoFields,
      Format_Settings_GOP: maybe(string, 'Groups of pictures.'),
      intra_dc_precision: maybe(float, 'Precision of MPEG-2.'),
    }),
    'What MediaInfo says, if a client has sent it.',
  ),
})
export type VideoComponent = ShapeOf<(typeof videoComponent)['fields']>

export const subtitleComponent = shape({ ...owned, ...mediaFields, mediaInfo })
export type SubtitleComponent = ShapeOf<(typeof subtitleComponent)['fields']>

export const binaryComponent = shape({
  ...owned,
  format: maybe(string, 'The kind of file.'),
  encoding: maybe(string, 'The encoding of a text.'),
  offset: maybe(integer, 'Where it begins in its file.'),
  length: maybe(integer, 'Bytes.'),
  mediaInfo,
})
export type BinaryComponent = ShapeOf<(typeof binaryComponent)['fields']>

export const descriptorComponent = shape({
  ...owned,
  description: maybeList(
    shape({ value: content(string, 'A text.'), type: maybeAttribute(string, 'Its kind.') }),
    'What the document says.',
  ),
})

/** A component of any kind: its members follow from the kind. */
const anyComponent = {
  ...binaryComponent.fields,
  ...descriptorComponent.fields,
  ...containerComponent.fields,
  ...audioComponent.fields,
  ...videoComponent.fields,
}

export const ComponentDocument = document('ComponentDocument', anyComponent, {
  description: 'A component of a shape. Which members it has follows from its kind.',
})
export type ComponentDocument = DocumentOf<typeof ComponentDocument>

export const ComponentListDocument = document(
  'ComponentListDocument',
  { component: list(shape(anyComponent), 'The components.', { empty: 'omit' }) },
  { description: 'Components of a shape.' },
)
export type ComponentListDocument = DocumentOf<typeof ComponentListDocument>
