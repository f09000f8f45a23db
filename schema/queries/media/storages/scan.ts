/** Records what scans of storages find. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../../sql/execute.ts'

/** A storage whose scan is due, claimed for this node. */
export interface DueScan {
  readonly id: number
  readonly autoDetect: boolean
  /** A regular expression of paths to leave out. */
  readonly exclude: string | null
  readonly methods: readonly { readonly id: number; readonly uri: string }[]
  /** When the scan began, by the clock of the database. */
  readonly began: string
}

/**
 * Claims one storage: no other node scans it until the scan has ended, or nothing was heard of it for a
 * minute. A scan that a crash has ended is due again.
 */
export async function claimScan(em: EntityManager): Promise<DueScan | undefined> {
  const [due] = await execute<DueScan>(em, CLAIM)
  return due
}

const CLAIM = /* sql */ `
update callsheet.storage s
set scanned = callsheet.now(), scan_wanted = false, scanning = callsheet.now()
where s.id = (
  select d.id from callsheet.storage d
  where d.type <> 'EXPORT' and (d.scanning is null or d.scanning < callsheet.now() - interval '1 minute')
    and (d.scan_wanted or d.scanning is not null
    or d.scan_interval >= 0 and (d.scanned is null or d.scanned < callsheet.now() - make_interval(secs => d.scan_interval)))
  order by d.scanned nulls first limit 1 for update skip locked)
returning s.id, s.auto_detect as "autoDetect", s.metadata ->> 'excludefilter' as exclude, s.scanned::text as began,
  (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'uri', m.uri) order by m.id), '[]')
   from callsheet.storage_method m where m.storage_id = s.id and m.browse) as methods`

/** Tells other nodes that the scan goes on. */
export async function renewScan(em: EntityManager, { id, began }: Claim): Promise<void> {
  await execute(em, `update callsheet.storage set scanning = callsheet.now() ${STILL_OURS}`, [id, began])
}

type Claim = Pick<DueScan, 'id' | 'began'>

/** Another node has claimed the scan of one that was frozen. */
const STILL_OURS = 'where id = ? and scanned = ?::timestamptz and scanning is not null'

/** The scan has ended, or will not go on. */
export async function releaseScan(
  em: EntityManager,
  { id, began }: Claim,
  { isWanted }: { readonly isWanted: boolean },
): Promise<void> {
  const release = `update callsheet.storage set scanning = null, scan_wanted = scan_wanted or ? ${STILL_OURS}`
  await execute(em, release, [isWanted, id, began])
}

/** A file as a scan sees it. */
export interface SeenFile {
  readonly path: string
  readonly uri: string
  /** Bytes. */
  readonly size: number
  /** Modification time, ms since 1970. */
  readonly mtimeMs: number
}

/**
 * Records the files of a part of a scan. A new one is OPEN, and CLOSED when a later scan finds size and time
 * unchanged; one that has changed is OPEN again, without its checksum. Files that a job is about to write, or
 * that are to be deleted, keep their state.
 */
export async function recordSeen(
  em: EntityManager,
  storageId: number,
  seen: readonly SeenFile[],
): Promise<void> {
  if (seen.length > 0) await execute(em, RECORD, [storageId, JSON.stringify(seen)])
}

/** Inserts only what is new: an insert that conflicts would use up an id. */
const RECORD = /* sql */ `
with n as (
  select ?::integer as storage_id, n.path, n.uri, n.size, to_timestamp(n."mtimeMs" / 1000) as modified
  from jsonb_to_recordset(?::jsonb) as n (path text, uri text, size bigint, "mtimeMs" double precision)
), same as (
  select f.id, n.size, n.modified,
    f.size in (-1, n.size) and coalesce(f.modified, n.modified) = n.modified as unchanged
  from n join callsheet.file f on f.storage_id = n.storage_id and f.path = n.path
), changed as (
  update callsheet.file f
  set size = s.size, modified = s.modified, checked = callsheet.now(),
    changed = case when s.unchanged then f.changed else callsheet.now() end,
    sha1 = case when s.unchanged then f.sha1 end,
    auto_import = case when s.unchanged then f.auto_import end,
    state = case
      when f.state in ('TO_APPEAR', 'TO_BE_DELETED', 'BEING_READ', 'ARCHIVED', 'AWAITING_SYNC') then f.state
      when not s.unchanged or f.state = 'OPEN' and f.modified is null then 'OPEN'
      else 'CLOSED' end
  from same s where f.id = s.id
)
insert into callsheet.file (storage_id, path, uri, size, state, checked, changed, modified)
select n.storage_id, n.path, n.uri, n.size, 'OPEN', callsheet.now(), callsheet.now(), n.modified
from n where not exists (select from callsheet.file f where f.storage_id = n.storage_id and f.path = n.path)
on conflict do nothing`

/**
 * Files that the scan has not seen are LOST, but for those below `unread`: paths of folders and files that
 * could not be read.
 */
export async function endScan(
  em: EntityManager,
  { id, began }: Claim,
  {
    room,
    unread = [],
  }: {
    readonly room?: { readonly capacity: number; readonly free: number } | undefined
    readonly unread?: readonly string[]
  },
): Promise<void> {
  await execute(em, LOSE, [id, began, unread])
  await execute(em, ROOM, [room?.capacity ?? null, room?.free ?? null, id])
}

const LOSE = /* sql */ `
update callsheet.file
set state = 'LOST', changed = callsheet.now()
where storage_id = ? and state in ('OPEN', 'CLOSED', 'NONE') and coalesce(checked, registered) < ?::timestamptz
  and not exists (select from unnest(?::text[]) as u where path = u or starts_with(path, u || '/'))`

const ROOM = /* sql */ `
update callsheet.storage s
set checked = callsheet.now(), state = case s.state when 'OFFLINE' then 'NONE' else s.state end, free = k.free,
  capacity = case when s.auto_detect then coalesce(k.capacity, s.capacity) else s.capacity end
from (select ?::bigint as capacity, ?::bigint as free) as k
where s.id = ?`

/** Records whether a method works. A storage of which none does is OFFLINE. */
export async function recordMethod(
  em: EntityManager,
  id: number,
  failure: string | undefined,
): Promise<void> {
  await execute(em, failure === undefined ? SUCCESS : FAILURE, failure === undefined ? [id] : [failure, id])
}

const SUCCESS =
  'update callsheet.storage_method set last_success = callsheet.now(), failure_message = null where id = ?'
const FAILURE =
  'update callsheet.storage_method set last_failure = callsheet.now(), failure_message = ? where id = ?'

export async function markOffline(em: EntityManager, storageId: number): Promise<void> {
  await execute(em, OFFLINE, [storageId])
}

const OFFLINE = /* sql */ `
update callsheet.storage set state = 'OFFLINE', checked = callsheet.now() where id = ? and state in ('NONE', 'READY')`
