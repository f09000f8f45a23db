/** Keeps shape tags that are given over the API, and the presets of jobs. */
import { Migration } from '@mikro-orm/migrations'

export class ShapeTags extends Migration {
  override up(): void {
    this.addSql(SHAPE_TAGS)
  }
}

const SHAPE_TAGS = /* sql */ `
create table callsheet.shape_tag (
  name      text primary key,
  -- Null: that of the file of this name.
  document  jsonb,
  -- Someone has deleted it, although there is a file of this name.
  deleted   boolean not null default false,
  -- Keys and values in their order: [{"key": …, "value": …}].
  metadata  jsonb not null default '[]',
  created   timestamptz not null default callsheet.now(),
  changed   timestamptz not null default callsheet.now()
);
-- A job names its presets by the digests of their content, so that they stay as they were when it was created.
create table callsheet.preset (
  digest    text primary key,
  document  jsonb not null,
  created   timestamptz not null default callsheet.now()
);`
