/** Measures imports of many small files, against a shell loop that looks into each file and copies it. */
import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { findPrograms, type Programs } from '../../tasks/ffmpeg/programs.ts'
import { mostMemory, residentMiB } from '../run/memory.ts'
import { ask, finished } from '../run/requests.ts'
import { Server } from '../run/server.ts'
import type { Measured } from '../run/table.ts'

/** `IMPORT_FILES` sets another number. */
const FILES = Number(process.env['IMPORT_FILES'] ?? 200)
const SLOTS = 2
const sh = promisify(execFile)

export async function imports(): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'callsheet-imports-'))
  try {
    await using server = await Server.start(SLOTS, [folder])
    const uris = await makeFiles(folder)
    const byHand = await timed(() => loop(folder))
    const before = residentMiB(server.pid)
    let took = 0
    const most = await mostMemory(server.pid, async () => {
      took = await timed(() => importAll(server, folder, uris))
    })
    return measured(byHand, took, { before, most })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function programs(folder: string): Promise<Programs> {
  const found = await findPrograms({ path: process.env['PATH'] ?? '', cache: join(folder, 'programs') })
  if ('missing' in found) throw new Error(found.missing.join('; '))
  return found
}

/** Clips of a second. */
async function makeFiles(folder: string): Promise<readonly string[]> {
  const { ffmpeg } = await programs(folder)
  for (const name of ['inbox', 'storage', 'copies']) await mkdir(join(folder, name))
  const picture = ['-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=25:duration=1']
  const first = join(folder, 'clip.mp4')
  await sh(ffmpeg.path, ['-v', 'error', ...picture, '-pix_fmt', 'yuv420p', first])
  const paths = Array.from({ length: FILES }, (_, at) => join(folder, 'inbox', `clip-${at}.mp4`))
  for (const path of paths) await copyFile(first, path)
  return paths.map((path) => pathToFileURL(path).href)
}

async function loop(folder: string): Promise<void> {
  const { ffprobe } = await programs(folder)
  const each =
    '"$0" -v error -show_format -show_streams -of json "$2" > /dev/null && cp "$2" "$1/copies/" && sha1sum "$2"'
  const script = `ls -d "$1"/inbox/* | xargs -P ${SLOTS} -I FILE sh -c '${each}' "$0" "$1" FILE`
  await sh('sh', ['-c', script, ffprobe.path, folder], { maxBuffer: 1e8 })
}

async function importAll(server: Server, folder: string, uris: readonly string[]): Promise<void> {
  const uri = pathToFileURL(join(folder, 'storage')).href
  await ask(server, 'POST /storage', { method: [{ uri }] })
  const jobs = await Promise.all(
    uris.map((one) => ask(server, `POST /import?uri=${encodeURIComponent(one)}&createThumbnails=false`)),
  )
  for (const { jobId } of jobs) await finished(server, jobId)
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

function measured(
  byHand: number,
  took: number,
  { before, most }: { readonly before: number; readonly most: number },
): Measured {
  const perSecond = (ms: number) => ((FILES * 1e3) / ms).toFixed(1)
  return {
    title: `import: ${FILES} clips of a second, submitted at once, on ${SLOTS} slots`,
    columns: ['what', 's', 'per second', 'ratio'],
    rows: [
      ['xargs -P over ffprobe, cp and sha1sum', (byHand / 1e3).toFixed(1), perSecond(byHand), ''],
      ['POST /import until FINISHED', (took / 1e3).toFixed(1), perSecond(took), (took / byHand).toFixed(2)],
    ],
    notes: [
      `Resident memory of the server and its agent: ${before.toFixed(0)} MiB before, at most ${most.toFixed(0)} MiB meanwhile.`,
    ],
  }
}
