/** Creates the cluster atomically: `DATA_DIR/postgres` is either complete or does not exist. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Folders } from './data-dir/folders.ts'
import { tellingLines } from './data-dir/log-file.ts'
import { clusterMajor, type PostgresPrograms } from './programs.ts'
import { commandLine, type RunAs } from './run-as.ts'

/**
 * Runs `initdb` unless there is a cluster, and changes its owner to the user that PostgreSQL runs as.
 * `durable: false` skips the sync to disk, for tests. The caller must hold the keeper's lock.
 */
export async function ensureCluster(
  folders: Folders,
  programs: PostgresPrograms,
  durable: boolean,
): Promise<void> {
  if (clusterMajor(folders.cluster) === undefined) await makeCluster(folders, programs, durable)
  giveTo(folders.cluster, programs.runAs)
  chmodSync(folders.cluster, 0o700) // PostgreSQL requires it; a copied or mounted folder may differ
  giveTo(folders.sockets, programs.runAs)
}

async function makeCluster(
  { cluster, dataDir, log }: Folders,
  programs: PostgresPrograms,
  durable: boolean,
): Promise<void> {
  if (existsSync(cluster) && readdirSync(cluster).length > 0) {
    throw new Error(
      `${cluster} is neither empty nor a PostgreSQL cluster: move it, or choose another DATA_DIR`,
    )
  }
  // Removes drafts of interrupted runs. Each draft has a unique name, as an old initdb may still be running.
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith('postgres.new-'))
      rmSync(join(dataDir, name), { recursive: true, force: true, maxRetries: 3 })
  }
  const draft = mkdtempSync(`${cluster}.new-`)
  try {
    giveTo(draft, programs.runAs)
    await initdb(draft, log, programs, durable)
    renameSync(draft, cluster)
  } catch (error) {
    // Its space is needed: the reason is often a full disk.
    rmSync(draft, { recursive: true, force: true, maxRetries: 3 })
    throw error
  }
  if (durable) syncFolder(dataDir)
}

async function initdb(
  draft: string,
  log: string,
  { bin, runAs }: PostgresPrograms,
  durable: boolean,
): Promise<void> {
  const settings = ['-U', 'postgres', '-A', 'trust', '--locale=C.UTF-8', '-E', 'UTF8', '--no-instructions']
  const { file, args, user } = commandLine(runAs, join(bin, 'initdb'), [
    '-D',
    draft,
    ...settings,
    ...(durable ? [] : ['-N']),
  ])
  const child = spawn(file, args, { ...user, env: {}, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => void output.push(chunk))
  const [code] = await once(child, 'close')
  const said = Buffer.concat(output).toString()
  // The log is on the same disk, which may be full.
  if (code !== 0) throw new Error(`initdb failed:\n${tellingLines(said)}`)
  appendFileSync(log, said, { mode: 0o600 })
}

/** As root, changes the owner of a folder and its content to the user of PostgreSQL, if it is another one. */
function giveTo(folder: string, runAs: RunAs): void {
  if (process.geteuid?.() !== 0) return
  const [uid, gid] = runAs.how === 'account' ? [runAs.uid, runAs.gid] : [0, 0]
  if (statSync(folder).uid === uid) return
  const { status, stderr } = spawnSync('chown', ['-R', `${uid}:${gid}`, folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`Cannot change the owner of ${folder} to uid ${uid}: ${stderr}`)
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
