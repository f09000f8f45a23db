/** Reads the presets of files: those that come with Callsheet, and those that are added to them. */

import { readdirSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PRESETS_FOLDER, SHIPPED } from '../../config/presets.ts'
import { readJson } from '../../schema/codec/json/json.ts'
import { Malformed } from '../../schema/codec/malformed.ts'
import { readXml } from '../../schema/codec/xml/xml.ts'
import { TranscodePresetDocument } from '../../schema/documents/transcode-preset.ts'
import type { PresetFile } from '../../steps/preset/preset-file.ts'
import type { Preset } from '../../tasks/ffmpeg/plan/preset.ts'
import { presetOf } from '../../tasks/ffmpeg/preset/preset-of.ts'
import { CannotStart } from '../process/cannot-start.ts'

/** Throws CannotStart with a sentence about the first file that is no preset. Later folders go first. */
export function presetFilesIn(folders: readonly string[]): readonly PresetFile[] {
  const files = new Map<string, PresetFile>()
  for (const folder of [FOLDER, ...folders]) {
    for (const name of namesIn(folder)) {
      if (!/\.(json|xml)$/.test(name)) continue
      const file = fileAt(join(folder, name), folder === FOLDER)
      const known = files.get(file.tag)
      if (known?.isShipped && /^(original$|__)/.test(file.tag) && folder !== FOLDER)
        throw new CannotStart(`${join(folder, name)}: the preset “${file.tag}” cannot be replaced`)
      files.set(file.tag, file)
    }
  }
  const order = (tag: string) => {
    const at = (SHIPPED as readonly string[]).indexOf(tag)
    return at < 0 ? SHIPPED.length : at
  }
  return [...files.values()].toSorted((one, other) => order(one.tag) - order(other.tag))
}

const FOLDER = fileURLToPath(PRESETS_FOLDER)

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted()
  } catch (error) {
    throw new CannotStart(
      `PRESETS_DIR ${folder} cannot be read: ${error instanceof Error ? error.message : error}`,
    )
  }
}

function fileAt(path: string, isOurs: boolean): PresetFile {
  const tag = basename(path, extname(path))
  const document = documentAt(path)
  const read = presetOf(tag, document)
  if ('refused' in read)
    throw new CannotStart(`${path}: ${read.refused.element}: ${read.refused.explanation}`)
  const isShipped = isOurs && (SHIPPED as readonly string[]).includes(tag)
  return {
    ...{ tag, document, isShipped },
    ...('preset' in read && { preset: read.preset }),
    ...('package' in read && { package: read.package }),
  }
}

function documentAt(path: string): TranscodePresetDocument {
  const reader = extname(path) === '.xml' ? readXml : readJson
  try {
    return reader(TranscodePresetDocument, readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof Malformed) throw new CannotStart(`${path}: ${error.message}`)
    throw error
  }
}

/** Those that come with Callsheet. */
export const SHIPPED_FILES: readonly PresetFile[] = presetFilesIn([]).filter(({ isShipped }) => isShipped)

export const PRESETS: readonly Preset[] = presetsIn(SHIPPED_FILES)

/** Without labels and packages. */
export function presetsIn(files: readonly PresetFile[]): readonly Preset[] {
  return files.flatMap(({ preset }) => (preset ? [preset] : []))
}

/** One of those that come with Callsheet. Throws if there is none of this tag. */
export function presetTagged(tag: string): Preset {
  const found = PRESETS.find((preset) => preset.tag === tag)
  if (!found) throw new Error(`there is no preset ${tag}`)
  return found
}
