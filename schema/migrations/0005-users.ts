/** Adds real names, and groups of users that pass roles on to their members. */
import { Migration } from '@mikro-orm/migrations'

export class UserGroups extends Migration {
  override up(): void {
    this.addSql(GROUPS)
  }
}

const GROUPS = /* sql */ `
alter table callsheet.user_account add column real_name text;

create table callsheet.user_group (
  name         text primary key,
  description  text,
  -- Its members hold them too.
  roles        text[] not null default '{}'
);
create table callsheet.group_member (
  group_name  text not null references callsheet.user_group (name) on delete cascade,
  user_name   text not null references callsheet.user_account (name) on delete cascade,
  primary key (group_name, user_name)
);
create index group_member_user on callsheet.group_member (user_name);

-- The roles that a user holds: its own, and those of its groups.
create function callsheet.roles_of(of_user text) returns text[] language sql stable as $$
  select coalesce(array_agg(distinct held.role order by held.role), '{}')
  from (
    select unnest(u.roles) as role from callsheet.user_account u where u.name = of_user
    union all
    select unnest(g.roles)
    from callsheet.group_member m
    join callsheet.user_group g on g.name = m.group_name
    where m.user_name = of_user
  ) held
$$;`
