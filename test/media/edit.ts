/** Edits files in ways that ffmpeg does not: writes, joins, cuts and damages them. */
import { execFile } from 'node:child_process'
import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { programs } from '../tasks/machine.ts'
import type { Edit } from './clip.ts'

export async function edit(one: Edit, folder: string): Promise<void> {
  switch (one.edit) {
    case 'write':
      return await writeFile(join(folder, one.file), one.content, one.as)
    case 'join': {
      const parts = await Promise.all(one.from.map((name) => readFile(join(folder, name))))
      return await writeFile(join(folder, one.to), Buffer.concat(parts))
    }
    case 'cut': {
      const bytes = await readFile(join(folder, one.file))
      const [from, to] = one.keep.map(
        (share) => Math.floor((bytes.length * share) / one.blockBytes) * one.blockBytes,
      )
      return await writeFile(join(folder, one.file), bytes.subarray(from, to))
    }
    case 'zero':
      return await zero(join(folder, one.file), one.fromPacket)
  }
}

async function zero(path: string, from: number): Promise<void> {
  const packets = (await packetsOf(path)).slice(from)
  await using file = await open(path, 'r+')
  for (const { at, bytes } of packets) await file.write(Buffer.alloc(bytes), 0, bytes, at)
}

async function packetsOf(path: string): Promise<readonly { readonly at: number; readonly bytes: number }[]> {
  const { ffprobe } = await programs()
  // biome-ignore format: an option and its value on one line
  const { stdout } = await promisify(execFile)(ffprobe.path, [
    '-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=pos,size', '-of', 'json', `file:${path}`,
  ], { env: { ...ffprobe.env } })
  const { packets } = JSON.parse(stdout) as { readonly packets: readonly { pos: string; size: string }[] }
  return packets.map(({ pos, size }) => ({ at: Number(pos), bytes: Number(size) }))
}
