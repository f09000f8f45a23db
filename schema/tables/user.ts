import { defineEntity, p } from '@mikro-orm/core'

/** Who may sign in, and what for. */
const UserSchema = defineEntity({
  name: 'User',
  tableName: 'user_account',
  properties: {
    name: p.text().primary(),
    /** argon2id, as a PHC string. */
    passwordHash: p.text().fieldName('password_hash'),
    roles: p.array(),
    disabled: p.boolean(),
    /** True while the password is the one every installation starts with. */
    defaultPassword: p.boolean().fieldName('default_password'),
  },
})

export class User extends UserSchema.class {}
UserSchema.setClass(User)
