/** Users, tokens, and one-time tickets for the live stream. */
export const ACCESS = /* sql */ `
create table callsheet.user_account (
  name              text primary key,
  password_hash     text not null,
  roles             text[] not null default '{}',
  disabled          boolean not null default false,
  default_password  boolean not null default false
);

-- Tokens and tickets are kept as SHA-256: a copy of the table signs in nowhere.
create table callsheet.token (
  hash          text primary key,
  user_name     text not null references callsheet.user_account (name) on delete cascade,
  -- Its lifetime, and with auto_refresh its lifetime after each use.
  seconds       integer not null check (seconds > 0),
  auto_refresh  boolean not null,
  made          timestamptz not null default callsheet.now(),
  used          timestamptz not null default callsheet.now(),
  expires       timestamptz not null
);
create index token_user on callsheet.token (user_name);
create index token_expires on callsheet.token (expires);

create table callsheet.stream_ticket (
  hash       text primary key,
  user_name  text not null references callsheet.user_account (name) on delete cascade,
  expires    timestamptz not null
);
create index stream_ticket_user on callsheet.stream_ticket (user_name);
create index stream_ticket_expires on callsheet.stream_ticket (expires);

-- A trigger, so that no code that changes a user can forget it.
create function callsheet.end_tokens() returns trigger language plpgsql as $$
begin
  delete from callsheet.token where user_name = new.name;
  delete from callsheet.stream_ticket where user_name = new.name;
  return null;
end $$;
create trigger user_locked_out after update on callsheet.user_account
for each row when (new.disabled or old.password_hash is distinct from new.password_hash)
execute function callsheet.end_tokens();`
