/** The table of users. */

import { defineEntity, p } from '@mikro-orm/core'

/** A user who may sign in, and the roles of that user. */
const UserSchema = defineEntity({
  name: 'User',
  tableName: 'user_account',
  properties: {
    name: p.text().primary(),
    /** An argon2id hash as a PHC string; empty for a user who may not sign in with a password. */
    passwordHash: p.text().fieldName('password_hash'),
    realName: p.text().fieldName('real_name').nullable(),
    /** Its own; those of its groups come in addition. */
    roles: p.array(),
    disabled: p.boolean(),
    /** Pairs of a key and a value. */
    metadata: p.json().onCreate(() => []),
    /** True until the initial password of the installation is changed. */
    defaultPassword: p.boolean().fieldName('default_password'),
  },
})

export class User extends UserSchema.class {}
UserSchema.setClass(User)
