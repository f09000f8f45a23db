/** The operations on groups and roles. */
import type { Operation } from '../http/operation.ts'
import { metadataOperations } from '../user/metadata.ts'
import { retrieveTheDescription, updateTheDescription } from './description-of-a-group.ts'
import { existingGroup } from './find-group.ts'
import {
  addAGroupToAGroup,
  listTheGroupsInAGroup,
  listTheGroupsOfAGroup,
  removeAGroupFromAGroup,
} from './groups-of-a-group.ts'
import listGroups from './list-groups.ts'
import { createAGroup, deleteAGroup, deleteGroups, retrieveAGroup, updateAGroup } from './one-group.ts'
import searchGroups from './search-groups.ts'
import {
  addAUserToAGroup,
  listTheUsersOfAGroup,
  removeAUserOfAGroup,
  retrieveTheRoleStatusOfAGroup,
} from './users-of-a-group.ts'

export const GROUP_OPERATIONS: readonly Operation[] = [
  listGroups,
  searchGroups,
  createAGroup,
  retrieveAGroup,
  updateAGroup,
  deleteAGroup,
  deleteGroups,
  retrieveTheDescription,
  updateTheDescription,
  listTheGroupsInAGroup,
  listTheGroupsOfAGroup,
  addAGroupToAGroup,
  removeAGroupFromAGroup,
  ...metadataOperations('group', existingGroup),
  listTheUsersOfAGroup,
  retrieveTheRoleStatusOfAGroup,
  addAUserToAGroup,
  removeAUserOfAGroup,
]
