/** A preset that a file gives, as every process knows it. */
import type { TranscodePresetDocument } from '../../schema/documents/transcode-preset.ts'
import type { Preset } from '../../tasks/ffmpeg/plan/preset.ts'
import type { PackagePreset } from '../../tasks/ffmpeg/preset/package-preset.ts'

export interface PresetFile {
  readonly tag: string
  readonly document: TranscodePresetDocument
  /** Absent for a label, to which nothing is transcoded, and for a package. */
  readonly preset?: Preset
  readonly package?: PackagePreset
  /** It comes with Callsheet, so that all processes of this version have it. */
  readonly isShipped: boolean
}

/** Presets that cannot be replaced or deleted. */
export function isReadOnly(tag: string): boolean {
  return tag === 'original' || tag.startsWith('__')
}
