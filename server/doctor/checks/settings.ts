/** Whether the settings are valid, as `npm start -- --check` says it. Pure. */
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
  if (setting === 'dataDir' && message.includes('are free')) return ['DATA_DIR=/a/larger/disk npm start']
  if (setting === 'dataDir') return [`sudo chown -R "$(id -u):$(id -g)" ${quoted([dataDir])}`]
  // Without a value each has a default that works.
  return [`unset ${SETTINGS[setting].variable}`]
}
