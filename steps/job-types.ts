/** Every built-in job type, one line each. */
import type { JobType } from './engine/declare/job-type.ts'
import analyze from './job-types/analyze.ts'
import autoImport from './job-types/auto-import.ts'
import conform from './job-types/conform.ts'
import copyFile from './job-types/copy-file.ts'
import deleteFile from './job-types/delete-file.ts'
import essenceVersion from './job-types/essence-version.ts'
import exportFile from './job-types/export.ts'
import fileAnalyze from './job-types/file-analyze.ts'
import imfAnalyze from './job-types/imf-analyze.ts'
import listItems from './job-types/list-items.ts'
import moveFile from './job-types/move-file.ts'
import packageType from './job-types/package.ts'
import placeholderImport from './job-types/placeholder-import.ts'
import rawImport from './job-types/raw-import.ts'
import rawTranscode from './job-types/raw-transcode.ts'
import shapeImport from './job-types/shape-import.ts'
import shapeUpdate from './job-types/shape-update.ts'
import sidecarImport from './job-types/sidecar-import.ts'
import thumbnail from './job-types/thumbnail.ts'
import timeline from './job-types/timeline.ts'
import transcode from './job-types/transcode.ts'
import transcodeRange from './job-types/transcode-range.ts'
import type { Tools } from './tools.ts'

export const JOB_TYPES: readonly JobType<Tools>[] = [
  transcode,
  transcodeRange,
  conform,
  timeline,
  rawTranscode,
  packageType,
  thumbnail,
  copyFile,
  moveFile,
  deleteFile,
  fileAnalyze,
  analyze,
  sidecarImport,
  imfAnalyze,
  exportFile,
  listItems,
  placeholderImport,
  rawImport,
  autoImport,
  shapeImport,
  shapeUpdate,
  essenceVersion,
]
