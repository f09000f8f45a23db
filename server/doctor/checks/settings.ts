/** Whether the settings are valid, as `npm start -- --check` says it. Pure. */
import { resolve } from 'node:path'
import { type Config, type InvalidSetting, SETTINGS } from '../../../config/config.ts'
import { quoted } from '../../../tasks/ffmpeg/run.ts'
import type { Finding } from '../finding.ts'

/** `given`: the number of settings in the environment. */
export function settingsFindings(
  invalid: readonly InvalidSetting[],
  config: Config,
  given: number,
): readonly Finding[] {
  const check = 'settings'
  if (invalid.length === 0) return [{ check, state: 'ok', says: `valid; ${given} are set` }]
  return invalid.map(({ setting, message }) => ({
    check,
    state: 'wrong',
    says: message,
    mend: mendOf(setting, message, config),
  }))
}

function mendOf(setting: keyof Config, message: string, { dataDir }: Config): readonly string[] {
  if (setting === 'host' && message.includes('ADMIN_PASSWORD')) return ['ADMIN_PASSWORD=… npm start']
  if (setting === 'host') return ['unset HOST']
  if (setting === 'dataDir') return mendOfDataDir(message, resolve(dataDir))
  if (setting === 'port' && message.includes('this user may use'))
    return ['unset PORT', 'sudo sysctl -w net.ipv4.ip_unprivileged_port_start=80']
  // Without a value each has a default that works.
  return [`unset ${SETTINGS[setting].variable}`]
}

function mendOfDataDir(message: string, path: string): readonly string[] {
  const elsewhere = 'DATA_DIR="$HOME/callsheet" npm start'
  if (message.includes('are free') || message.includes('not a folder')) return [elsewhere]
  const word = quoted([path])
  // The message names the folder that is closed: this one, or one above it.
  return message.endsWith(`'${path}'`)
    ? [`sudo chown -R "$(id -u):$(id -g)" ${word}`]
    : [`sudo install -d -o "$(id -un)" -g "$(id -gn)" ${word}`, elsewhere]
}
