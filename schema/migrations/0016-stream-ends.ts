/** Ends streams with the access key, password or JSON Web Token that requested their tickets. */
import { Migration } from '@mikro-orm/migrations'

export class StreamEnds extends Migration {
  override up(): void {
    this.addSql(TICKETS)
  }
}

const TICKETS = /* sql */ `
-- Who signed in to request the ticket, and with which access key or until when, if with any or with a JSON Web Token.
alter table callsheet.stream_ticket
  add column signer text references callsheet.user_account (name) on delete cascade,
  add column access_key text references callsheet.access_key (id) on delete cascade,
  add column ends timestamptz;
create index stream_ticket_signer on callsheet.stream_ticket (signer);
create index stream_ticket_access_key on callsheet.stream_ticket (access_key);

create or replace function callsheet.end_tokens() returns trigger language plpgsql as $$
begin
  delete from callsheet.token where user_name = new.name;
  delete from callsheet.stream_ticket where user_name = new.name or signer = new.name;
  return null;
end $$;`
