/** The generated fields that are read from shapes, files and collections when a search names them. */

const OF_SHAPES = 'from callsheet.shape s where s.item_id = i.id'
const OF_FILES = `from callsheet.shape s
  join callsheet.component c on c.shape_id = s.id
  join callsheet.component_file l on l.component_id = c.id
  join callsheet.file f on f.id = l.file_id
  where s.item_id = i.id`
const OF_COLLECTIONS = "from callsheet.collection_entry e where e.kind = 'item' and e.entry_id = i.id"

/** A select of the values of the item `i`, each a text. The other fields are rows of `item_value`. */
export const LIVE_FIELDS: Readonly<Record<string, string>> = {
  shapeTag: `select distinct t.tag from callsheet.shape s, unnest(s.tags) as t (tag) where s.item_id = i.id`,
  __shape: `select 'VX-' || s.id ${OF_SHAPES} and s.expected is null`,
  __shape_size: `select count(*)::text ${OF_SHAPES} and s.expected is null`,
  __placeholder_shape_size: `select count(*)::text ${OF_SHAPES} and s.expected is not null`,
  __version: `select distinct s.essence_version::text ${OF_SHAPES}`,
  __version_count: `select count(distinct s.essence_version)::text ${OF_SHAPES}`,
  __storage: `select distinct 'VX-' || f.storage_id ${OF_FILES} and f.storage_id is not null`,
  __storage_size: `select count(distinct f.storage_id)::text ${OF_FILES}`,
  __collection: `select 'VX-' || e.collection_id ${OF_COLLECTIONS}`,
  __collection_size: `select count(*)::text ${OF_COLLECTIONS}`,
  __sequence_size: 'select count(*)::text from callsheet.sequence q where q.item_id = i.id',
  __user: 'select i.user_name',
  __metadata_last_modified: `select to_char(i.modified at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
}
