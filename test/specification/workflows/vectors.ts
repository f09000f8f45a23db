/** Test vectors of wire-media.md §10 that no other suite has: 45, 59 and 80. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { programs } from '../../tasks/machine.ts'
import type { Client } from './client.ts'
import { type Ground, placed } from './ground.ts'
import { below, type Node, textAt } from './reading.ts'

/** 45: without a job in the answer; the content stays where it is. */
export async function adopted({ ask, until, format }: Client, ground: Ground): Promise<void> {
  const path = `${format === 'application/json' ? 'json' : 'xml'}-adopted.mp4`
  await placed(ground, ground.folder, path)
  const file = (await ask(`POST /storage/${ground.storage}/file?path=${path}`)).one('id')
  const item = (await ask('POST /import/placeholder?container=1')).one('id')
  const answer = await ask(`POST /import/placeholder/${item}/container/adopt/${file}`, { status: 200 })
  assert.equal(answer.text, '')
  const shapes = await until(`GET /item/${item}?content=shape`, (reply) => reply.all('shape/id').length > 0)
  assert.deepEqual(new Set(shapes.all('shape/containerComponent/file/path')), new Set([path]))
}

/** 59: the file is in each component; the members that clients require are there. */
export async function described({ ask, format }: Client, { clip }: Ground, item: string): Promise<void> {
  const id = (await ask(`GET /item/${item}/shape?tag=original`)).one('uri')
  const shape = await ask(`GET /item/${item}/shape/${id}`)
  for (const name of ['id', 'created', 'essenceVersion', 'tag', 'mimeType'])
    assert.ok(shape.one(name) !== '', name)
  const { streams, duration } = await probed(clip)
  const [video, audio] = ['video', 'audio'].map((type) => streams.find((one) => one['codec_type'] === type))
  const is = (path: string, expected: unknown) => assert.equal(shape.one(path), String(expected), path)
  is('videoComponent/codec', video?.['codec_name'])
  is('videoComponent/resolution/width', video?.['width'])
  is('videoComponent/resolution/height', video?.['height'])
  is('videoComponent/pixelFormat', video?.['pix_fmt'])
  // Constrained baseline.
  is('videoComponent/profile', 578)
  is('videoComponent/level', video?.['level'])
  is('audioComponent/codec', audio?.['codec_name'])
  is('audioComponent/channelCount', audio?.['channels'])
  is('audioComponent/timeBase/denominator', audio?.['sample_rate'])
  is('audioComponent/sampleFormat', 'AV_SAMPLE_FMT_FLTP')
  is('containerComponent/format', 'mov,mp4,m4a,3gp,3g2,mj2')
  is('containerComponent/duration/samples', Math.round(Number(duration) * 1_000_000))
  const parts = ['container', 'audio', 'video'].flatMap((kind) => shape.nodes(`${kind}Component`))
  const [file, ...others] = parts.map((part) => below(part, 'file/id').map(textAt).join())
  assert.deepEqual([parts.length, new Set(others)], [3, new Set([file])])
  if (format === 'application/xml') for (const part of parts) assertBaseFirst(part)
}

/** In XML the members of the base type come first. */
function assertBaseFirst(part: Node): void {
  const [first, second] = Object.keys(part as object)
  assert.deepEqual([first, second], ['file', 'id'])
}

interface Probed {
  readonly streams: readonly Readonly<Record<string, unknown>>[]
  readonly duration: unknown
}

async function probed(path: string): Promise<Probed> {
  const { ffprobe } = await programs()
  const list = ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', path]
  const { stdout } = await promisify(execFile)(ffprobe.path, list, { env: { ...ffprobe.env } })
  const { streams, format } = JSON.parse(stdout)
  return { streams, duration: format.duration }
}

/** 80: wire-media.md §7.1, but for what only exists as XML or text. */
export async function listed({ ask, format }: Client, item: string): Promise<void> {
  const paths = [
    ...'/user/ /user/root /user/root/roles /user/root/groups /user/root/allgroups /group /version /error'.split(
      ' ',
    ),
    ...'/vidispine-service /vxa /site /configuration /configuration/properties /scheduled-request'.split(' '),
    ...'/resource /resource/thumbnail /quota /transfer /deletion-lock /log /log/transfer-log'.split(' '),
    ...'/external-id /projection /export-template /analyze-preset /library /document'.split(' '),
    ...'/metadata-field /storage-rule /task-group /storage/storage-group /reindex/item'.split(' '),
    ...'access merged-access thumbnailresource relation sequence deletion-lock lock'
      .split(' ')
      .map((name) => `/item/${item}/${name}`),
  ]
  for (const path of paths) assert.equal((await ask(`GET ${path}`)).type, format, path)
  for (const path of ['/license', '/vidispine-service/stacktrace', `/item/${item}/timeline`])
    await ask(`GET ${path}`, { accept: 'text/plain' })
  await ask('GET /APInoauth/is-online/', { signedIn: false, accept: 'none' })
}
