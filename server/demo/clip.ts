/** Makes the clip of the demonstration and inspects the result. */
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Programs } from '../../tasks/ffmpeg/programs.ts'
import { dateBack } from '../../tasks/files/look.ts'
import { run } from '../../tasks/program/program.ts'

/**
 * Makes a 10 s test clip with a tone, 1280×720. Throws with the last lines of ffmpeg's output if it fails.
 */
export async function makeClip(path: string, { ffmpeg }: Programs, signal: AbortSignal): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const ended = await run([ffmpeg.path, ...CLIP, `file:${path}`], { signal })
  if (ended.ended === 'exited' && ended.code === 0) return dateBack(path)
  throw new Error(
    `could not make the clip: ${'stderrTail' in ended ? ended.stderrTail.join('\n') : ended.ended}`,
  )
}

// biome-ignore format: an option and its value on one line
const CLIP = [
  '-hide_banner', '-nostdin', '-loglevel', 'error',
  '-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=25:duration=10',
  '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=10',
  '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac',
] as const

/** The output lines of ffprobe for a file. */
export async function inspect(
  path: string,
  { ffprobe }: Programs,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const lines: string[] = []
  await run([ffprobe.path, ...QUESTION, `file:${path}`], { signal, onStdout: (line) => lines.push(line) })
  return lines.filter((line) => line !== '').map((line) => line.replaceAll('|', '  '))
}

// biome-ignore format: an option and its value on one line
const QUESTION = [
  '-v', 'error', '-of', 'compact', '-show_entries',
  'format=format_name,duration,size,bit_rate:stream=codec_name,profile,width,height,avg_frame_rate,channels,sample_rate',
] as const
