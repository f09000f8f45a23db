/** Who may call what: the roles of wire.md §2.3, and what holding one means. */

export const ROLES = [
  '_job_read',
  '_job_write',
  '_job_search',
  '_super_access_user',
  '_administrator',
  '_taskdefinition_read',
  '_taskdefinition_write',
  '_job_notification_read',
  '_job_notification_write',
  '_placeholder_notification_read',
  '_placeholder_notification_write',
  '_import',
  '_export',
  '_transcode',
] as const
export type Role = (typeof ROLES)[number]

/** Who is asking. With `RunAs` the name and roles are those of the user who is impersonated. */
export type Caller = {
  readonly name: string
  /** As stored: roles this version does not know are kept, and grant nothing. */
  readonly roles: readonly string[]
}

/** A super user holds every role; nobody else holds one that is not among their own. */
export function holds(caller: Caller, role: Role): boolean {
  return caller.roles.includes(role) || caller.roles.includes('_super_access_user')
}
