/** The step register-measures, which stores what was measured. */

import { serialOf } from '../../schema/ids.ts'
import { replaceTimed, type TimedValue } from '../../schema/queries/media/items/timed-metadata.ts'
import { writeBulky } from '../../schema/queries/media/shapes/bulky-metadata.ts'
import type { Measured, Measures } from '../../tasks/ffmpeg/measure/measures.ts'
import { kindOf, type MeasureRow, rowsOf } from '../../tasks/ffmpeg/measure/rows.ts'
import { fatal, finished, type Metadata, type Step } from '../engine/declare/step.ts'
import { itemOf } from '../item/rendition-shapes.ts'
import type { Tools } from '../tools.ts'
import { type Source, uriOf } from '../transcode/renditions.ts'
import { measuresOf } from './analyze-parameters.ts'

/** Result: all rows, `MeasureRow[]`, for the metadata of a shape. The metadata of the job has the first. */
export const registerMeasures: Step<Tools> = {
  name: 'register-measures',
  description: 'Registering what was measured.',
  runsAs: 'STARTED',
  async run({ em, job, metadata, result, log }) {
    const [source, measured] = [result<Source>('probe-file'), result<Measured>('measure-media')]
    if (!source || !measured) return fatal('the source was not measured')
    const rows = rowsOf(source.media, measured)
    const shapeId = serialOf(metadata['shapeId'] ?? '')
    if (shapeId !== undefined) await writeBulky(em, shapeId, rows, keysOf(metadata))
    const itemId = itemOf(metadata)
    if (itemId !== undefined && keysOf(metadata).includes('speech')) {
      const values = speechIn(rows)
      if (values.length > MOST_TIMED)
        log('warning', `the metadata of the item have the first ${MOST_TIMED} ranges of speech`)
      await replaceTimed(em, itemId, { field: 'speech', values: values.slice(0, MOST_TIMED), user: job.user })
    }
    return finished(rows, metadataOf(uriOf(source.path), measured, rows))
  },
}

/** Timed metadata of an item: the spans of speech, by track. Pure. */
export function speechIn(rows: readonly MeasureRow[]): readonly TimedValue[] {
  return rows.flatMap(({ key, start, end, itemTrack: track }) =>
    key === 'speech' && start !== undefined && end !== undefined
      ? [{ start, end, value: 'true', ...(track !== undefined && { track }) }]
      : [],
  )
}

/** The keys of what was looked for, found or not. Pure. */
function keysOf(metadata: Metadata): readonly string[] {
  const {
    black,
    bars,
    freeze,
    scenes,
    silence,
    speech,
    channels = [],
  } = measuresOf(metadata) as Partial<Measures>
  const isChecked = channels.length > 0
  return Object.entries({
    black,
    bars,
    freeze,
    scene: scenes,
    silence: silence ?? isChecked,
    speech,
    tone: isChecked,
  })
    .filter(([, asked]) => Boolean(asked))
    .map(([key]) => key)
}

/** Programs read `result`; the other keys are what people look for first. Pure. */
export function metadataOf(uri: string, measured: Measured, rows: readonly MeasureRow[]): Metadata {
  const { crop, interlace, audio } = measured
  const [loudness] = audio.flatMap((one) => one.loudness ?? [])
  const summary = { rows: rows.slice(0, MOST_ROWS), total: rows.length }
  return {
    ...countsOf(rows),
    ...(crop && { crop: `${crop.width}:${crop.height}:${crop.x}:${crop.y}` }),
    ...(interlace && { interlace: kindOf(interlace) }),
    ...(loudness && { loudness: `${loudness.integrated} LUFS`, loudnessRange: `${loudness.range} LU` }),
    ...(loudness?.truePeak !== undefined && { truePeak: `${loudness.truePeak} dBTP` }),
    result: JSON.stringify({ uri, ...summary }),
  }
}

/** How often each was found: `blackCount`. */
function countsOf(rows: readonly MeasureRow[]): Metadata {
  const timed = rows.filter(({ start }) => start !== undefined)
  const counts = [...Map.groupBy(timed, ({ key }) => key)].map(([key, same]) => [
    `${key}Count`,
    String(same.length),
  ])
  return Object.fromEntries(counts)
}

/** All metadata of an item are read and written as one. */
const MOST_TIMED = 5_000
/** The metadata of a job is sent with the job. */
const MOST_ROWS = 1_000
