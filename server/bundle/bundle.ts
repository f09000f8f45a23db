/** Entry point of `npm run bundle`; handles signals, output and the exit code. */
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Config, readConfig } from '../../config/config.ts'
import { declared } from '../../steps/declared.ts'
import { programEnvironment } from '../../tasks/program/environment.ts'
import { Scripts } from '../../tasks/script/scripts.ts'
import { examine } from '../doctor/examine.ts'
import { operatorMessage } from '../process/cannot-start.ts'
import { joinDatabase } from '../process/database/join-database.ts'
import { reasonOf } from '../process/database/while-away.ts'
import { toolsOf } from '../process/tools.ts'
import { AgentApi } from '../script/agent-api.ts'
import { BUNDLE_USAGE, readBundleArguments } from './arguments.ts'
import { collectBundle } from './collect.ts'
import type { JobBundle } from './job-bundle.ts'

process.channel?.unref() // a referenced channel would keep this process alive
process.exitCode = await main(process.argv.slice(2).filter((word) => word !== '--' && word !== '--bundle'))

/** Returns the exit code: 1 if there is no bundle, 2 for wrong usage. */
async function main(given: readonly string[]): Promise<number> {
  const asked = readBundleArguments(given)
  if ('wrong' in asked) return refused(`${asked.wrong}\n\n${BUNDLE_USAGE}`, 2)
  if ('help' in asked) return said(BUNDLE_USAGE)
  const read = readConfig(process.env)
  if ('wrong' in read) return refused(read.wrong.join('\n'), 2)
  // npm runs its scripts in the folder of package.json.
  const file = resolve(process.env['INIT_CWD'] ?? '.', asked.file)
  try {
    const bundle = await bundled(asked.jobId, read.config)
    await writeFile(file, gzipSync(JSON.stringify(bundle, undefined, 2)), { mode: 0o600 })
    return said(summaryOf(file, bundle))
  } catch (error) {
    return refused(operatorMessage(error) ?? reasonOf(error), 1)
  }
}

async function bundled(jobId: number, config: Config): Promise<JobBundle> {
  const env = programEnvironment(process.env)
  // Before the database is joined, which starts the embedded PostgreSQL.
  const doctor = await examine({ environment: process.env, env, role: 'all', now: Date.now })
  await using joined = await joinDatabase(config)
  const { em, connection } = joined
  await using tools = toolsOf(config, env)
  await using scripts = new Scripts()
  const { jobTypes } = await declared(config.testJobs)
  const publish = () => undefined
  await using api = new AgentApi({ config, connection, tools, jobTypes, scripts, publish })
  const made = new Date().toISOString()
  return await collectBundle(jobId, {
    em,
    api: api.call,
    config,
    environment: process.env,
    tools,
    doctor,
    made,
  })
}

function summaryOf(file: string, { jobId, jobType, documents, masked }: JobBundle): string {
  const { status } = documents.job.json as { readonly status: string }
  const places = masked.map((place) => `  ${place}\n`).join('')
  const note =
    masked.length === 0 ? 'It has no secrets that were recognized.\n' : `Masked as secret:\n${places}`
  return `Wrote ${file}: ${jobId}, ${jobType}, ${status}.\n${note}Look through it before you send it: zcat FILE | less\n`
}

function said(text: string): number {
  process.stdout.write(text)
  return 0
}

function refused(why: string, code: 1 | 2): number {
  process.stderr.write(`${why.trimEnd()}\n`)
  return code
}
