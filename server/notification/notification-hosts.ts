/** Reads the settings of notifications. */
import type { Config } from '../../config/config.ts'
import { words } from '../../config/kinds.ts'

/** The hosts that may be notified: all by default. */
export function notificationHostsOf({
  notificationHosts,
}: Pick<Config, 'notificationHosts'>): readonly string[] {
  return notificationHosts === undefined ? ['*'] : words(notificationHosts)
}

/** The value of `baseUri` in deliveries: `http://host:8080/API/`. */
export function baseUriOf({ publicUrl, host, port }: Pick<Config, 'publicUrl' | 'host' | 'port'>): string {
  const origin = publicUrl?.replace(/\/$/, '') ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  return `${origin}/API/`
}
