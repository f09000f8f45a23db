/** `npm run script`, as a process. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

describe('npm run script', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callsheet-script-'))
  after(() => rmSync(folder, { recursive: true }))
  const FILES = {
    'good.js': 'job.log("a", job.getData("a")); if (checkProblem) job.wait("b"); job.setData("c", 1)',
    'bad.js': 'let x = 1\nlet y = (;\n',
    'thrown.js': 'throw new Error("x")',
  }
  for (const [name, source] of Object.entries(FILES)) writeFileSync(join(folder, name), source)

  // biome-ignore format: a table
  for (const [args, code, output] of [
    [['check', 'good.js'],                        0, /^good\.js: valid\n$/],
    [['check', 'good.js', 'bad.js'],              1, /^good\.js: valid\nbad\.js:2:10: SyntaxError: /],
    [['check', 'nope.js'],                        2, /ENOENT: .* 'nope\.js'\n$/],
    [['run', 'good.js', '--data', 'a=1'],         0, /^info a 1\ndata a=1\ndata c=1\nfinished\n$/],
    [['run', 'good.js', '--check-problem'],       1, /^info a null\nwait: b\n$/],
    [['run', 'thrown.js'],                        1, /^failed: line 1, column \d+: Error: x\n$/],
    [['run', 'good.js', '--data', 'a'],           2, /^--data: expected KEY=VALUE, got “a”\n\nUsage: /],
    [['run'],                                     2, /^run: expected a file\n\nUsage: /],
    [['--help'],                                  0, /^Usage: npm run script -- check FILE…\n/],
  ] as const)
    it(`-- ${args.join(' ')} exits with ${code}`, () => {
      const start = join(process.cwd(), 'server/start.mjs')
      const ran = spawnSync(process.execPath, [start, '--script', ...args], { cwd: folder, encoding: 'utf8' })
      assert.match(ran.stdout + ran.stderr, output)
      assert.equal(ran.status, code)
    })
})
