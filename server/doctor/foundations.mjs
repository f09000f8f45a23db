/** The checks that need neither Node 24 nor a package: what an older Node can say before it gives up. */

// Plain JavaScript, like start.mjs; foundations.d.mts has its types.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { reportOf } from './report.mjs'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Prints a report, and returns false, if nothing else can run. */
export function holds(words = process.argv) {
  const facts = lookAtFoundations()
  const findings = foundationFindings(facts)
  const hasNode = findings.every(({ check, state }) => check !== 'Node' || state === 'ok')
  // With other versions of packages the rest may well run, and is then examined too.
  if (hasNode && facts.packages.every(({ found }) => found !== undefined)) return true
  const isJson = words.includes('--json')
  const hasColors = process.stdout.isTTY && !process.env['NO_COLOR']
  process.stdout.write(
    isJson
      ? `${JSON.stringify({ state: 'wrong', findings }, undefined, 2)}\n`
      : reportOf(findings, hasColors),
  )
  return false
}

export function lookAtFoundations(root = ROOT) {
  const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
  return {
    running: process.versions.node,
    packaged: packagedNode(`${root}node_modules/.bin/node`),
    packages: Object.entries(dependencies).map(([name, wanted]) => {
      return { name, wanted, found: versionOf(`${root}node_modules/${name}/package.json`) }
    }),
    hasConsole: existsSync(`${root}web/dist/index.html`),
  }
}

function packagedNode(path) {
  if (!existsSync(path)) return { is: 'missing' }
  const { status, stdout, stderr, error } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  if (status === 0) return { is: 'there', version: stdout.trim().replace(/^v/, '') }
  const why = error?.message ?? (stderr.trim().split('\n')[0] || `it exits with ${status}`)
  return { is: 'broken', why: `${path}: ${why}` }
}

function versionOf(manifest) {
  try {
    return JSON.parse(readFileSync(manifest, 'utf8')).version
  } catch {
    return undefined
  }
}

/** Pure. */
export function foundationFindings({ running, packaged, packages, hasConsole }) {
  return [nodeFinding(running, packaged), packagesFinding(packages), consoleFinding(hasConsole)]
}

const INSTALL = 'npm ci --include=optional'

function nodeFinding(running, packaged) {
  const check = 'Node'
  if (packaged.is === 'there' && isRecent(packaged.version))
    return { check, state: 'ok', says: `${packaged.version}, as installed by npm` }
  if (isRecent(running)) {
    const why =
      packaged.is === 'there' ? `npm installed ${packaged.version}` : `that of npm is ${packaged.is}`
    return { check, state: 'ok', says: `${running}, that of the shell (${why})` }
  }
  const [why, mend] = {
    there: [`npm installed Node ${packaged.version}`, [INSTALL]],
    missing: ['the Node that npm installs has not arrived', [INSTALL]],
    broken: [`the Node that npm installs does not run: ${packaged.why}`, ['rm -rf node_modules', INSTALL]],
  }[packaged.is]
  return { check, state: 'wrong', says: `24.12 or newer is needed, this is ${running}, and ${why}`, mend }
}

function isRecent(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 12)
}

function packagesFinding(packages) {
  const check = 'packages'
  const wrong = packages.filter(({ wanted, found }) => wanted !== found)
  if (wrong.length === 0) return { check, state: 'ok', says: `${packages.length} packages are installed` }
  const named = wrong
    .slice(0, MOST_NAMED)
    .map(
      ({ name, wanted, found }) =>
        `${name} ${wanted} (${found === undefined ? 'missing' : `found ${found}`})`,
    )
  const more = wrong.length > MOST_NAMED ? ` and ${wrong.length - MOST_NAMED} more` : ''
  return {
    check,
    state: 'wrong',
    says: `not installed as wanted: ${named.join(', ')}${more}`,
    mend: [INSTALL],
  }
}

const MOST_NAMED = 3

function consoleFinding(hasConsole) {
  const check = 'console'
  if (hasConsole) return { check, state: 'ok', says: 'it is built' }
  return { check, state: 'warning', says: 'it is not built: /console/ is empty', mend: ['npm run build:web'] }
}
