/** Confines programs that read media: no network, only the files they are given, limited memory. */

import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The files and folders that a run of a program needs, beside its own and those of the system. */
export interface Reach {
  readonly read: readonly string[]
  readonly write: readonly string[]
  /** Open files that the program inherits; the paths above may name them by `inherited`. */
  readonly descriptors?: readonly number[]
}

/**
 * The path of one of `descriptors` in the program. That of the descriptor here, `/proc/PID/fd/…`, is closed
 * to a program in a user namespace of its own. Pure.
 */
export function inherited(at: number): string {
  return `/proc/self/fd/${FIRST_INHERITED + at}`
}

/** After those of input, output and errors. */
const FIRST_INHERITED = 3

/** What this machine can keep from programs, and the commands that do it. */
export interface Confinement {
  /** Starts a program without a network; empty where that is impossible. */
  readonly withoutNetwork: readonly string[]
  /** Starts a program that sees only some files; empty where that is impossible. */
  readonly withFiles: readonly string[]
  /** Starts a program whose memory is limited; empty if it is not. */
  readonly withMemory: readonly string[]
  /** Folders of programs outside those of the system. */
  readonly folders: readonly string[]
  /** The devices that programs may use. */
  readonly devices: readonly string[]
}

export const UNCONFINED: Confinement = {
  ...{ withoutNetwork: [], withFiles: [], withMemory: [], folders: [], devices: [] },
}

/**
 * Each way is tried once with a program that does nothing. A media file can name other files and addresses,
 * and a decoder can have a flaw: the list of formats (tasks/ffmpeg/source/formats.ts) is the first line of
 * defense, this is the second.
 */
export async function confinement({ memoryMiB, folders }: Wanted): Promise<Confinement> {
  const [withoutNetwork, withFiles, withMemory] = await Promise.all([
    firstThatWorks(mayUnshare() ? [UNSHARE, UNSHARE_AS_USER] : [UNSHARE]),
    landlock(),
    memoryMiB === 0 ? [] : firstThatWorks([['prlimit', `--data=${memoryMiB * 1024 * 1024}`, '--']]),
  ])
  return { withoutNetwork, withFiles, withMemory, folders, devices: await devicesHere() }
}

interface Wanted {
  /** Limit on the memory of one program, MiB; 0: none. */
  readonly memoryMiB: number
  /** Folders of programs outside those of the system. */
  readonly folders: readonly string[]
}

async function landlock(): Promise<readonly string[]> {
  const command = ['setpriv', '--no-new-privs', '--', 'perl', LANDLOCK]
  return (await works([...command, 'r', '/', '--', 'true'])) ? command : []
}

/** The prefix of a command that confines it. Pure. */
export function confined(
  { withoutNetwork, withFiles, withMemory, folders, devices }: Confinement,
  program: string,
  { read, write }: Reach,
): readonly string[] {
  const rules = [
    ...[...SYSTEM, ...folders, dirname(program), ...read].flatMap((path) => ['r', path]),
    ...[...WRITTEN, ...devices, ...write].flatMap((path) => ['w', path]),
  ]
  // Files first: from a user namespace, the descriptors of this process cannot be opened any more.
  return [...(withFiles.length > 0 ? [...withFiles, ...rules, '--'] : []), ...withoutNetwork, ...withMemory]
}

const UNSHARE = ['unshare', '--net', '--'] as const
const UNSHARE_AS_USER = ['unshare', '--user', '--map-current-user', '--net', '--'] as const
const LANDLOCK = fileURLToPath(new URL('./landlock.pl', import.meta.url))

/** Programs, their libraries and settings, and what they ask the kernel. Not `/proc`, `/run` or `/home`. */
const SYSTEM = [
  ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/opt', '/nix/store'],
  ...['/etc/ld.so.cache', '/etc/alternatives', '/etc/fonts', '/etc/localtime', '/etc/OpenCL', '/etc/vulkan'],
  ...['/proc/cpuinfo', '/proc/meminfo', '/proc/stat', '/proc/devices', '/proc/driver', '/proc/sys'],
  ...['/sys', '/run/opengl-driver', '/run/nvidia-persistenced'],
] as const

/** Itself, too: it has to write its user into the map of a user namespace. */
const WRITTEN = ['/dev/shm', '/tmp/nvidia-mps', '/proc/self'] as const

/** Those that hold nothing, and GPUs. Not disks, which a server that runs as root could write to. */
const DEVICE = /^(null|zero|full|u?random|dri|kfd|nvidia.*|dxg|mali.*|video\d+|rga|mpp_service)$/

async function devicesHere(): Promise<readonly string[]> {
  const names = await readdir('/dev').catch(() => [])
  return names.filter((name) => DEVICE.test(name)).map((name) => `/dev/${name}`)
}

/**
 * As root in a namespace of its own, a program could no longer read the files of other users. A user without
 * capabilities has none to lose.
 */
function mayUnshare(): boolean {
  return process.geteuid?.() !== 0
}

async function firstThatWorks(prefixes: readonly (readonly string[])[]): Promise<readonly string[]> {
  for (const prefix of prefixes) if (await works([...prefix, 'true'])) return prefix
  return []
}

function works([program = '', ...parameters]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, parameters, { timeout: 5_000 }, (error) => resolve(error === null))
  })
}
