/** Entry point of `npm run doctor`; handles output and the exit code. */
import manifest from '../../package.json' with { type: 'json' }
import { programEnvironment } from '../../tasks/program/environment.ts'
import { DOCTOR_USAGE, readDoctorArguments } from './arguments.ts'
import { examine } from './examine.ts'
import { worstOf } from './finding.ts'
import { reportOf } from './report.mjs'

const asked = readDoctorArguments(
  process.argv.slice(2).filter((word) => word !== '--' && word !== '--doctor'),
)
if ('wrong' in asked) end(process.stderr, `${asked.wrong}\n\n${DOCTOR_USAGE}`, 2)
else if ('help' in asked) end(process.stdout, DOCTOR_USAGE, 0)
else {
  const env = programEnvironment(process.env)
  const findings = await examine({ environment: process.env, env, role: asked.role, now: Date.now })
  const state = worstOf(findings)
  const { version } = manifest
  // https://no-color.org
  const hasColors = process.stdout.isTTY && !process.env['NO_COLOR']
  const text = asked.isJson
    ? `${JSON.stringify({ version, state, findings }, undefined, 2)}\n`
    : reportOf(findings, hasColors)
  end(process.stdout, text, state === 'wrong' ? 1 : 0)
}

/** Exits at once: a file system that does not respond would keep this process alive. */
function end(to: NodeJS.WriteStream, text: string, code: 0 | 1 | 2): void {
  to.write(text, () => process.exit(code))
}
