/** Demonstrates a transcode from start to end. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { readJson } from '../../schema/codec/json/json.ts'
import { writeXml } from '../../schema/codec/xml/xml.ts'
import { JobDocument } from '../../schema/documents/job.ts'
import { SimpleMetadataDocument } from '../../schema/documents/simple-metadata.ts'
import { isFinal } from '../../schema/states.ts'
import { clock } from '../../steps/engine/runtime/clock.ts'
import { findPrograms } from '../../tasks/ffmpeg/programs.ts'
import { inspect, makeClip } from './clip.ts'
import { startServer } from './own-server.ts'
import { DemoProgress, indented } from './print.ts'

export interface DemoStage {
  readonly environment: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  readonly write: (text: string) => void
  /** Whether lines can be overwritten. */
  readonly isTerminal: boolean
}

/**
 * Runs a transcode on a temporary server and removes all its files afterwards. Returns whether the job is
 * FINISHED; throws if it never reaches a final state.
 */
export async function demonstrate(stage: DemoStage): Promise<boolean> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callsheet-demo-'))
  try {
    return await demonstrateIn(dataDir, stage)
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function demonstrateIn(dataDir: string, stage: DemoStage): Promise<boolean> {
  const { environment, signal, write } = stage
  const { PATH: path = '', FFMPEG: ffmpeg, FFPROBE: ffprobe } = environment
  const programs = await findPrograms({
    path,
    cache: join(dataDir, 'programs'),
    ...(ffmpeg && { ffmpeg }),
    ...(ffprobe && { ffprobe }),
  })
  if ('missing' in programs) throw new Error(programs.missing.join('\n'))
  const clip = join(dataDir, 'media', 'clip.mp4')
  await makeClip(clip, programs, signal)
  write(`Made a 10 s clip with ffmpeg ${programs.ffmpeg.version}: ${clip}\n`)
  await using server = await startServer(settings(environment, dataDir))
  write(`Started a server: ${server.url}\n\n`)
  const { jobId } = await submit(server.url, pathToFileURL(clip).href, stage)
  const job = await follow(`${server.url}/API/job/${jobId}`, stage)
  write(`\n${jobId} ${job.status}\n\nGET /API/job/${jobId}\n`)
  write(`${indented(await ask(`${server.url}/API/job/${jobId}`, 'application/xml', { signal }))}\n`)
  const output = job.data?.find(({ key }) => key === 'outputUri')?.value
  if (output)
    write(`\nffprobe ${output}\n${(await inspect(fileURLToPath(output), programs, signal)).join('\n')}\n`)
  return job.status === 'FINISHED'
}

/** The environment without settings that would lead away from the temporary folder. */
function settings(environment: NodeJS.ProcessEnv, dataDir: string): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, MEDIA_ROOTS: _roots, ADMIN_PASSWORD: _password, ...others } = environment
  return { ...others, DATA_DIR: dataDir }
}

async function submit(url: string, sourceUri: string, { write, signal }: DemoStage): Promise<JobDocument> {
  const field = Object.entries({ sourceUri, tags: 'web' }).map(([key, value]) => ({ key, value }))
  const body = writeXml(SimpleMetadataDocument, { field })
  write(`POST /API/job?type=TRANSCODE\n${indented(body)}\n\n`)
  return readJson(
    JobDocument,
    await ask(`${url}/API/job?type=TRANSCODE`, 'application/json', { method: 'POST', body, signal }),
  )
}

/** Shows the progress of the job until it is final. */
async function follow(url: string, { write, isTerminal, signal }: DemoStage): Promise<JobDocument> {
  const progress = new DemoProgress(write, isTerminal)
  for (;;) {
    const job = readJson(JobDocument, await ask(url, 'application/json', { signal }))
    if (isFinal(job.status)) {
      if (job.status === 'FINISHED') progress.show('Done.', 100)
      progress.end()
      return job
    }
    const { value = 0, total = 100 } = job.log?.task.find((task) => task.progress)?.progress ?? {}
    progress.show(job.currentStep?.description ?? job.status, (100 * value) / total)
    await clock.sleep(ASK_EVERY_MS, signal)
  }
}

const ASK_EVERY_MS = 200

/** The body of the answer; throws with the status and body if the request fails. */
async function ask(url: string, accept: string, request: RequestInit): Promise<string> {
  const authorization = `Basic ${Buffer.from('admin:admin').toString('base64')}`
  const response = await fetch(url, {
    ...request,
    headers: { accept, authorization, 'content-type': 'application/xml' },
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${url}\n${text}`)
  return text
}
