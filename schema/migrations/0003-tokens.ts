import { Migration } from '@mikro-orm/migrations'

/** Tokens to sign in with, and one-time tickets for the live stream. Both are kept as SHA-256: a copy of the table opens nothing. */
export class Tokens extends Migration {
  override up(): void {
    this.addSql(TOKENS)
    this.addSql(TICKETS)
    this.addSql(ENDED)
  }
}

const TOKENS = /* sql */ `
create table callsheet.token (
  hash          text primary key,
  user_name     text not null references callsheet.user_account (name) on delete cascade,
  -- How long it lives, and with auto_refresh how long after it was used last.
  seconds       integer not null check (seconds > 0),
  auto_refresh  boolean not null,
  made          timestamptz not null default callsheet.now(),
  used          timestamptz not null default callsheet.now(),
  expires       timestamptz not null
);
create index token_user on callsheet.token (user_name);
create index token_expires on callsheet.token (expires);`

const TICKETS = /* sql */ `
create table callsheet.stream_ticket (
  hash       text primary key,
  user_name  text not null references callsheet.user_account (name) on delete cascade,
  expires    timestamptz not null
);
create index stream_ticket_user on callsheet.stream_ticket (user_name);
create index stream_ticket_expires on callsheet.stream_ticket (expires);`

const ENDED = /* sql */ `
-- Here, and not where users are changed, so that nobody who changes one can forget it.
create function callsheet.end_tokens() returns trigger language plpgsql as $$
begin
  delete from callsheet.token where user_name = new.name;
  delete from callsheet.stream_ticket where user_name = new.name;
  return null;
end $$;
create trigger user_locked_out after update on callsheet.user_account
for each row when (new.disabled or old.password_hash is distinct from new.password_hash)
execute function callsheet.end_tokens();`
