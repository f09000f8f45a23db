/** The operations on users, their tokens and keys. */
import type { Operation } from '../http/operation.ts'
import { createAnAlias, deleteAnAlias } from './aliases.ts'
import { existingUser } from './change-users.ts'
import {
  addAUserToGroups,
  listAllGroupsOfAUser,
  listTheGroupsOfAUser,
  removeAUserFromAGroup,
} from './groups-of-a-user.ts'
import listTheRolesOfAUser from './list-the-roles-of-a-user.ts'
import listUsers from './list-users.ts'
import { metadataOperations } from './metadata.ts'
import { createAUser, disableAUser, enableAUser, retrieveAUser, updateAUser } from './one-user.ts'
import updateThePasswordOfAUser from './password/update-the-password-of-a-user.ts'
import validateAPassword from './password/validate-a-password.ts'
import { retrieveTheRealName, updateTheRealName } from './real-name.ts'
import searchUsers from './search/search-users.ts'
import {
  createAnAccessKey,
  deleteAnAccessKey,
  listAccessKeys,
  retrieveAnAccessKey,
  updateAnAccessKey,
} from './token/access-keys.ts'
import { getAToken, getATokenOfAUser } from './token/get-a-token.ts'
import revokeAToken from './token/revoke-a-token.ts'
import {
  listTheTokensOfAUser,
  revokeAllTokensOfAUser,
  revokeATokenOfAUser,
} from './token/tokens-of-a-user.ts'
import whoami from './whoami.ts'

export const USER_OPERATIONS: readonly Operation[] = [
  revokeAToken,
  getAToken,
  getATokenOfAUser,
  listTheRolesOfAUser,
  whoami,
  listUsers,
  searchUsers,
  createAUser,
  retrieveAUser,
  updateAUser,
  disableAUser,
  enableAUser,
  updateThePasswordOfAUser,
  validateAPassword,
  retrieveTheRealName,
  updateTheRealName,
  createAnAlias,
  deleteAnAlias,
  ...metadataOperations('user', existingUser),
  listTheTokensOfAUser,
  revokeAllTokensOfAUser,
  revokeATokenOfAUser,
  listAccessKeys,
  createAnAccessKey,
  retrieveAnAccessKey,
  updateAnAccessKey,
  deleteAnAccessKey,
  listTheGroupsOfAUser,
  listAllGroupsOfAUser,
  addAUserToGroups,
  removeAUserFromAGroup,
]
