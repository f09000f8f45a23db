/** Defines the roles (wire.md §2.3) and checks whether a caller holds one. */

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
  '_shape_tag_read',
  '_shape_tag_write',
  '_import',
  '_export',
  '_transcode',
  '_storage_read',
  '_storage_write',
  '_file_read',
  '_file_write',
  '_item_id_read',
  '_item_write',
  '_item_uri',
  '_item_shape_read',
  '_item_shape_write',
  '_item_search',
  '_metadata_read',
  '_metadata_write',
  '_metadata_field_read',
  '_metadata_field_write',
  '_collection_read',
  '_collection_write',
  '_thumbnail_read',
  '_thumbnail_write',
  '_shape_tag_read',
  '_shape_tag_write',
] as const
export type Role = (typeof ROLES)[number]

/** The user who makes a request; with `RunAs` the impersonated user. */
export type Caller = {
  readonly name: string
  /** As stored. Roles that this version does not know are kept, but grant nothing. */
  readonly roles: readonly string[]
  /** With `RunAs`: the administrator who makes the request. */
  readonly impersonatedBy?: string
}

/** Whether the caller has the role or is a super user, who holds every role. */
export function holds(caller: Caller, role: Role): boolean {
  return caller.roles.includes(role) || caller.roles.includes('_super_access_user')
}
