/** Lets nodes take no more steps, and tells whether their media programs work. */
import { Migration } from '@mikro-orm/migrations'

export class AbleNodes extends Migration {
  override up(): void {
    this.addSql(NODES)
  }
}

const NODES = /* sql */ `
alter table callsheet.node
  -- It finishes what runs: its release is older than the schema.
  add column draining boolean not null default false,
  -- Why ffmpeg or ffprobe do not work on it; null: they work.
  add column media_trouble text;`
