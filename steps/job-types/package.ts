/** The job type PACKAGE: makes HLS and DASH of a media file, in several heights over the same segments. */
import { jobType } from '../engine/declare/job-type.ts'
import { checkPackage } from '../package/check-package.ts'
import { makePackage } from '../package/make-package.ts'
import { DEFAULT_SEGMENT_S } from '../package/package-work.ts'
import { registerPackageOfItem } from '../package/register-package-of-item.ts'
import { removePackage, removePackageMark } from '../package/remove-package.ts'
import { probeFile } from '../source/probe-file.ts'
import { refusedUri, WAIT_FOR_SOURCE } from '../source/source.ts'
import { PICTURES_OF_SOURCE } from '../thumbnails/pictures-of-content.ts'
import type { Tools } from '../tools.ts'

export default jobType<Tools>(
  'PACKAGE',
  'Package of item for streaming (Callsheet extension).',
  [
    { number: 100, step: probeFile },
    { number: 600, step: makePackage, after: [100], transient: true },
    { number: 700, step: checkPackage, after: [600] },
    { number: 800, step: registerPackageOfItem, after: [700] },
    { number: 810, step: PICTURES_OF_SOURCE.make, after: [800], critical: false, transient: true },
    { number: 820, step: PICTURES_OF_SOURCE.keep, after: [810], critical: false },
    { number: 830, step: PICTURES_OF_SOURCE.remove, after: [820], critical: false },
    { number: 850, step: removePackageMark, after: [800], critical: false },
    { number: 890, step: PICTURES_OF_SOURCE.cleanUp, cleanup: true },
    { number: 900, step: removePackage, cleanup: true },
  ],
  {
    parameters: [
      { key: 'sourceUri', required: true, description: 'URI of the file to package.' },
      {
        key: 'destinationUri',
        required: false,
        description:
          'URI of the new folder of the package, which appears when it is whole. It must not exist. Default: a folder in that of ' +
          'the job in the first media root.',
      },
      {
        key: 'heights',
        required: false,
        description:
          'Comma-separated heights of the video, in pixels. Those above the height of the source are left out; if all are, its own ' +
          'is the only one. Default `1080,720,480,360`.',
        form: {
          pattern: /^\s*([1-9]\d{1,3})(\s*,\s*[1-9]\d{1,3}){0,9}\s*$/,
          expected: 'up to ten whole numbers from 10 to 9999, separated by commas',
        },
      },
      {
        key: 'segmentDuration',
        required: false,
        description: `Duration of a segment, in seconds. Default ${DEFAULT_SEGMENT_S}.`,
        form: { pattern: /^([1-9]|1\d|20)$/, expected: 'a whole number from 1 to 20' },
      },
      {
        key: 'videoCodec',
        required: false,
        description:
          '`h264`, with AAC, which all players support; or `vp9`, with Opus, which is half as large and slower to make. Default `h264`.',
        values: ['h264', 'vp9'],
      },
      {
        key: 'itemId',
        required: false,
        description:
          'The item that gets the package as a shape. Default: none, and its files are not registered.',
      },
      { key: 'tags', required: false, description: 'The tag of that shape.' },
      {
        key: 'manifest',
        required: false,
        description: 'Which manifest the shape lists first. Default `hls`.',
        values: ['hls', 'dash'],
      },
      {
        key: 'createPosters',
        required: false,
        description: 'Time codes of posters that the item gets, if there are `tags`. Default: none.',
      },
      {
        key: 'createThumbnails',
        required: false,
        description: 'Whether the item gets thumbnails of the source, if there are `tags`. Default `false`.',
        values: ['true', 'false'],
      },
      WAIT_FOR_SOURCE,
    ],
    check: refusedUri,
  },
)
