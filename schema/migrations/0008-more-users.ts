/** Adds groups in groups, aliases, metadata of users; ends streams with tokens; finds deliveries of jobs. */
import { Migration } from '@mikro-orm/migrations'

export class MoreUsers extends Migration {
  override up(): void {
    for (const sql of [DELIVERIES, STREAMS, ALIASES, METADATA, GROUPS]) this.addSql(sql)
  }
}

const DELIVERIES = /* sql */ `
create index delivery_job on callsheet.delivery (job_id, created);`

const STREAMS = /* sql */ `
-- The hash of the token that requested the ticket, if any: what the ticket opens ends with it.
alter table callsheet.stream_ticket add column token text;`

const ALIASES = /* sql */ `
-- Other names to sign in with. None of them is the name of a user.
create table callsheet.user_alias (
  alias      text primary key,
  user_name  text not null references callsheet.user_account (name) on delete cascade
);
create index user_alias_user on callsheet.user_alias (user_name);`

const METADATA = /* sql */ `
-- Pairs of a key and a value, in the order in which they were set.
alter table callsheet.user_account add column metadata jsonb not null default '[]';
alter table callsheet.user_group add column metadata jsonb not null default '[]';`

const GROUPS = /* sql */ `
-- The users of the child are also in the parent, and hold its roles.
create table callsheet.group_child (
  parent  text not null references callsheet.user_group (name) on delete cascade,
  child   text not null references callsheet.user_group (name) on delete cascade,
  primary key (parent, child)
);
create index group_child_child on callsheet.group_child (child);

-- The groups that a user is in, directly or by another group.
create function callsheet.groups_of(of_user text) returns setof text language sql stable as $$
  with recursive of_groups (name) as (
    select m.group_name from callsheet.group_member m where m.user_name = of_user
    union
    select c.parent from of_groups o join callsheet.group_child c on c.child = o.name
  )
  select name from of_groups
$$;

create or replace function callsheet.roles_of(of_user text) returns text[] language sql stable as $$
  select coalesce(array_agg(distinct held.role order by held.role), '{}')
  from (
    select unnest(u.roles) as role from callsheet.user_account u where u.name = of_user
    union all
    select unnest(g.roles)
    from callsheet.groups_of(of_user) o (name)
    join callsheet.user_group g on g.name = o.name
  ) held
$$;`
