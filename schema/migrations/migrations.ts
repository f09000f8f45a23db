/** Lists every migration in order, one line each. A released one is never edited. */
import { First } from './0001-first.ts'
import { AbleNodes } from './0002-able-nodes.ts'
import { Definitions } from './0003-definitions.ts'
import { RulesOverApi } from './0004-rules-over-api.ts'
import { UserGroups } from './0005-users.ts'
import { Notifications } from './0006-notifications.ts'
import { Retention } from './0007-retention.ts'
import { MoreUsers } from './0008-more-users.ts'
import { MediaRegistry } from './0009-media-registry.ts'
import { ShapeTags } from './0010-shape-tags.ts'
import { MediaNotifications } from './0011-media-notifications.ts'
import { Timelines } from './0012-timelines.ts'
import { ExportsAndEvacuations } from './0013-exports-and-evacuations.ts'
import { Sequences } from './0014-sequences.ts'
import { ValuesByIndex } from './0015-values-by-index.ts'
import { StreamEnds } from './0016-stream-ends.ts'
import { ScansAndDeletions } from './0017-scans-and-deletions.ts'

export const MIGRATIONS = [
  { name: '0001-first', class: First },
  { name: '0002-able-nodes', class: AbleNodes },
  { name: '0003-definitions', class: Definitions },
  { name: '0004-rules-over-api', class: RulesOverApi },
  { name: '0005-users', class: UserGroups },
  { name: '0006-notifications', class: Notifications },
  { name: '0007-retention', class: Retention },
  { name: '0008-more-users', class: MoreUsers },
  { name: '0009-media-registry', class: MediaRegistry },
  { name: '0010-shape-tags', class: ShapeTags },
  { name: '0011-media-notifications', class: MediaNotifications },
  { name: '0012-timelines', class: Timelines },
  { name: '0013-exports-and-evacuations', class: ExportsAndEvacuations },
  { name: '0014-sequences', class: Sequences },
  { name: '0015-values-by-index', class: ValuesByIndex },
  { name: '0016-stream-ends', class: StreamEnds },
  { name: '0017-scans-and-deletions', class: ScansAndDeletions },
] as const

/** The version of the schema that this release knows: its last migration. */
export const SCHEMA_VERSION = MIGRATIONS.map(({ name }) => name).at(-1) ?? ''
