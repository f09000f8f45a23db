/** Entry point of `npm run replay`; handles signals, output, the temporary server and the exit code. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { readConfig } from '../../config/config.ts'
import { programEnvironment } from '../../tasks/program/environment.ts'
import type { JobBundle } from '../bundle/job-bundle.ts'
import { startServer } from '../demo/own-server.ts'
import { type ApiAddress, basic } from '../import-definitions/remote.ts'
import { stopSignal } from '../process/stop-signal.ts'
import { programsOf } from '../process/tools.ts'
import { REPLAY_USAGE, type ReplayRequest, readReplayArguments } from './arguments.ts'
import { NoBundle, readBundle } from './read-bundle.ts'
import { ReplayRefused, type ReplayStage, runReplay } from './run-replay.ts'
import { replaySettings } from './temporary-server.ts'

const stop = stopSignal()
process.exitCode = await main(process.argv.slice(2).filter((word) => word !== '--' && word !== '--replay'))

async function main(given: readonly string[]): Promise<number> {
  const asked = readReplayArguments(given, process.env)
  if ('wrong' in asked) return refused(`${asked.wrong}\n\n${REPLAY_USAGE}`, 2)
  if ('help' in asked) {
    process.stdout.write(REPLAY_USAGE)
    return 0
  }
  try {
    const bundle = await readBundle(here(asked.file))
    return (await replayed(bundle, asked)) ? 0 : 1
  } catch (error) {
    const why = stop.aborted ? 'Stopped.' : error instanceof Error ? error.message : String(error)
    return refused(why, error instanceof NoBundle ? 2 : 1)
  }
}

/** npm runs its scripts in the folder of package.json. */
function here(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', path)
}

async function replayed(bundle: JobBundle, asked: ReplayRequest): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'callsheet-replay-'))
  try {
    const { server, media, source } = asked
    const stage = {
      ...{ mostS: asked.seconds, timeoutS: asked.timeout, programs: await programs(folder), write },
      ...(source !== undefined && { source: here(source) }),
    }
    if (!server) return await onTemporaryServer(bundle, stage, folder)
    return await onServer(bundle, stage, { server, media, folder })
  } finally {
    if (asked.keep) write(`Kept ${folder}`)
    else await rm(folder, { recursive: true, force: true })
  }
}

interface Running {
  readonly server: ApiAddress
  readonly media: string | undefined
  /** For a job without files. */
  readonly folder: string
}

async function onServer(
  bundle: JobBundle,
  stage: Omit<ReplayStage, 'server' | 'media'>,
  { server, media, folder }: Running,
): Promise<boolean> {
  const { sourceUri, destinationUri } = bundle.request.metadata
  if (media === undefined && (sourceUri ?? destinationUri) !== undefined)
    throw new ReplayRefused('--media: expected a folder inside the media roots of the server')
  const within = join(media === undefined ? folder : here(media), `replay-${bundle.jobId}-${process.pid}`)
  const remote = { ...server, userOption: '--user', signal: stop }
  const isSame = await runReplay(bundle, { ...stage, media: within, server: remote })
  if (media !== undefined) write(`Its files stay in ${within}`)
  return isSame
}

async function onTemporaryServer(
  bundle: JobBundle,
  stage: Omit<ReplayStage, 'server' | 'media'>,
  folder: string,
): Promise<boolean> {
  await using own = await startServer(replaySettings(process.env, bundle, folder))
  const media = join(folder, 'media')
  await mkdir(media, { recursive: true })
  const server = {
    url: `${own.url}/API`,
    authorization: basic('admin:admin'),
    userOption: '--user',
    signal: stop,
  }
  return await runReplay(bundle, { ...stage, media, server })
}

async function programs(dataDir: string): Promise<ReplayStage['programs']> {
  const read = readConfig({
    FFMPEG: process.env['FFMPEG'],
    FFPROBE: process.env['FFPROBE'],
    DATA_DIR: dataDir,
  })
  if ('wrong' in read) throw new ReplayRefused(read.wrong.join('\n'))
  const found = await programsOf(read.config, programEnvironment(process.env))
  if ('missing' in found) throw new ReplayRefused(found.missing.join('; '))
  return found
}

function write(line: string): void {
  process.stdout.write(`${line}\n`)
}

function refused(why: string, code: 1 | 2): number {
  process.stderr.write(`${why.trimEnd()}\n`)
  return code
}
