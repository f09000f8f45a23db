/** What an AnalyzeJobDocument asks for, as the metadata of a job of type ANALYZE. Pure. */
import type { AnalyzeJobDocument } from '../../schema/documents/analyze-job.ts'
import type { Metadata } from '../engine/declare/step.ts'
import type { MeasureName } from './analyze-parameters.ts'

/** The element that cannot be carried out, and why, as a clause. */
export interface RefusedElement {
  readonly refused: 'audio' | 'video' | 'highlighter' | 'smartcrop'
  readonly explanation: string
}

/** Without any element the document asks for everything, as no document does. */
export function metadataOfAnalysis(document: AnalyzeJobDocument): Metadata | RefusedElement {
  const { black, bars, freeze, channel = [] } = document
  const refused = REFUSED.find((name) => document[name] !== undefined)
  if (refused !== undefined) return { refused, explanation: EXPLAINED[refused] }
  const asked: readonly (MeasureName | false)[] = [
    black !== undefined && 'black',
    bars !== undefined && 'bars',
    freeze !== undefined && 'freeze',
    channel.length > 0 && 'channels',
  ]
  const names = asked.filter((name) => name !== false)
  const values = {
    ...{ blackThreshold: black?.threshold, blackPercentage: black?.percentage },
    ...{ barsThreshold: bars?.threshold, barsPercentage: bars?.percentage },
    ...{ freezeThreshold: freeze?.threshold, freezeTime: freeze?.time },
  }
  return {
    ...(names.length > 0 && { analyze: names.join(',') }),
    ...Object.fromEntries(
      Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, decimal(value)]])),
    ),
    ...(channel.length > 0 && { channels: JSON.stringify(channel) }),
  }
}

const REFUSED = ['audio', 'video', 'highlighter', 'smartcrop'] as const

const EXPLAINED: Readonly<Record<(typeof REFUSED)[number], string>> = {
  audio: 'plug-ins are not available: name the measures in the job metadata `analyze`',
  video: 'plug-ins are not available: name the measures in the job metadata `analyze`',
  highlighter: 'there is no model that finds highlights',
  smartcrop: 'there is no model that finds what a picture shows',
}

/** Never 1e-7. */
function decimal(value: number): string {
  return value.toFixed(9).replace(/\.?0+$/, '')
}
