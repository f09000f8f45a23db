/** The seven rules that keep the rooms of this codebase (docs/architecture.md), each as a case. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, sep } from 'node:path'
import { circlesIn, importsOf, isNoOperation, linesOf, roomOf, sourcesOf } from './rooms.ts'

const PRODUCTION = ['config', 'schema', 'server', 'steps', 'tasks', 'web/src'] as const
const EVERYTHING = [...PRODUCTION, 'bench', 'docs', 'test'] as const

/** Rule 1. Aim for 150. */
const MOST_LINES = 250
/** Rule 3. */
const MOST_FILES = 13
/** Rule 6. */
const LONGEST_COMMENT = 110
/** Rule 7. */
const LONGEST_SUBJECT = 72

describe('Rule 1: a file is cut by subject, and stays readable at one sitting', () => {
  it(`no file has more than ${MOST_LINES} lines`, () => {
    const long = EVERYTHING.flatMap(sourcesOf).filter((file) => linesOf(file).length > MOST_LINES)
    assert.deepEqual(long, [])
  })
})

describe('Rule 2: imports go downwards, and never in a circle', () => {
  const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
    config: [],
    schema: [],
    tasks: ['schema'],
    steps: ['schema', 'tasks'],
    server: ['config', 'schema', 'steps', 'tasks'],
    web: ['schema'],
  }
  /** `package.json` has the version, and nothing to know about. */
  const ALSO = ['package.json']

  for (const [folder, allowed] of Object.entries(MAY_IMPORT))
    it(`${folder} imports ${allowed.join(', ') || 'nothing of ours'}`, () => {
      const wrong = sourcesOf(folder).flatMap((file) =>
        importsOf(file).filter((target) => ![folder, ...allowed, ...ALSO].includes(roomOf(target))),
      )
      assert.deepEqual(wrong, [])
    })

  /** The floors of the engine, from the top. Files directly in `steps/engine` are the roof. */
  const FLOORS = ['', 'submit', 'node', 'why', 'admission', 'attempt', 'transition', 'declare', 'runtime']
  const floorOf = (file: string) => {
    const [, , floor = '', file_] = file.split(sep)
    return FLOORS.indexOf(file_ === undefined ? '' : floor)
  }
  for (const floor of FLOORS)
    it(`steps/engine/${floor} imports only from its own floor and those below`, () => {
      const upwards = sourcesOf('steps/engine')
        .filter((file) => floorOf(file) === FLOORS.indexOf(floor))
        .flatMap((file) =>
          importsOf(file)
            .filter((target) => target.startsWith('steps/'))
            .filter((target) => !target.startsWith('steps/engine/') || floorOf(target) < floorOf(file))
            .map((target) => `${file} → ${target}`),
        )
      assert.deepEqual(upwards, [])
    })

  it('no file imports itself by way of others, types included', () => {
    const graph = new Map(EVERYTHING.flatMap(sourcesOf).map((file) => [file, importsOf(file)] as const))
    assert.deepEqual(circlesIn(graph), [])
  })

  it('only steps/declared.ts loads steps/scripted, on demand', () => {
    const users = PRODUCTION.flatMap(sourcesOf).filter(
      (file) => !file.startsWith('steps/scripted/') && /scripted\//.test(importsOf(file).join()),
    )
    assert.deepEqual(users, ['steps/declared.ts'])
    assert.doesNotMatch(readFileSync('steps/declared.ts', 'utf8'), /^import [^\n]*scripted\//m)
  })
})

describe('Rule 3: a folder is one subject', () => {
  /** Lists of declarations: one line in a list leads to one file. */
  const LISTS = /^(schema\/(documents|migrations)|steps\/job-types|config\/(presets|settings))$/

  it(`no folder has more than ${MOST_FILES} files, lists of declarations excepted`, () => {
    const folders = Map.groupBy(EVERYTHING.flatMap(sourcesOf).filter(isNoOperation), dirname)
    const crowded = [...folders].filter(([folder, files]) => !LISTS.test(folder) && files.length > MOST_FILES)
    assert.deepEqual(
      crowded.map(([folder, files]) => `${folder}: ${files.length}`),
      [],
    )
  })

  it('line 1 of a file is a sentence that says what it is for', () => {
    const silent = PRODUCTION.flatMap(sourcesOf)
      .filter((file) => /\.tsx?$/.test(file))
      .filter((file) => !/^\/\*\*( .*[.?:!`)”]( \*\/)?)?$/.test(linesOf(file)[0] ?? ''))
    assert.deepEqual(silent, [])
  })
})

describe('Rule 4: one word for one thing', () => {
  it('no two exported types of the server side have the same name', () => {
    const named = PRODUCTION.filter((folder) => folder !== 'web/src')
      .flatMap(sourcesOf)
      .flatMap((file) =>
        [
          ...readFileSync(file, 'utf8').matchAll(/^export (?:abstract )?(?:interface|type|class) (\w+)/gm),
        ].map(([, name = '']) => ({ name, file })),
      )
    const twice = [...Map.groupBy(named, ({ name }) => name)].filter(([, uses]) => uses.length > 1)
    assert.deepEqual(
      twice.map(([name, uses]) => `${name}: ${uses.map(({ file }) => file).join(', ')}`),
      [],
    )
  })

  it('docs/glossary.md defines each word once', () => {
    const words = [...readFileSync('docs/glossary.md', 'utf8').matchAll(/^\| \*\*(.+?)\*\* \|/gm)].flatMap(
      ([, defined = '']) => defined.split(', '),
    )
    assert.ok(words.length > 30)
    assert.equal(new Set(words).size, words.length)
  })
})

describe('Rule 5: the main way of a job takes no callback', () => {
  it('a function of it returns what happened, and its caller goes on', () => {
    const ROOMS = ['submit', 'admission', 'attempt', 'transition'].map((room) => `steps/engine/${room}`)
    const callbacks = ROOMS.flatMap(sourcesOf).filter((file) =>
      /\bon[A-Z]\w*\??:|\bon[A-Z]\w*\(/.test(readFileSync(file, 'utf8')),
    )
    assert.deepEqual(callbacks, [])
  })
})

describe('Rule 6: comments are read by native speakers', () => {
  it(`a line of a comment has at most ${LONGEST_COMMENT} characters`, () => {
    const long = [...PRODUCTION, 'test', 'bench']
      .flatMap(sourcesOf)
      .flatMap((file) =>
        linesOf(file).flatMap((line, at) =>
          /^\s*(\/\*\*|\*|\/\/) /.test(line) &&
          !/biome-ignore|https?:/.test(line) &&
          [...line].length > LONGEST_COMMENT
            ? [`${file}:${at + 1}`]
            : [],
        ),
      )
    assert.deepEqual(long, [])
  })

  it('no sentence of a comment has “who”, “whoever”, “nobody” or “somebody” for its subject', () => {
    const SUBJECT = /(?:^|[.;:] )(?:Who|Whoever|Nobody|Somebody|What nobody|What somebody)\b/
    const wrong = [...PRODUCTION, 'bench'].flatMap(sourcesOf).flatMap((file) =>
      linesOf(file).flatMap((line, at) => {
        const [, comment = ''] = /^\s*(?:\/\*\*|\*|\/\/) (.*)/.exec(line) ?? []
        return SUBJECT.test(comment) ? [`${file}:${at + 1} ${comment}`] : []
      }),
    )
    assert.deepEqual(wrong, [])
  })
})

describe('Rule 7: a commit says what in one line, and why below it', () => {
  /** The rule holds from here on. */
  const SINCE = '2026-11-28T08:50:00Z'

  it(`its subject has at most ${LONGEST_SUBJECT} characters`, function () {
    let subjects: string
    try {
      subjects = execFileSync('git', ['log', `--since=${SINCE}`, '--format=%s'], {
        encoding: 'utf8',
        stdio: 'pipe',
      })
    } catch {
      return this.skip()
    }
    assert.deepEqual(
      subjects.split('\n').filter((subject) => [...subject].length > LONGEST_SUBJECT),
      [],
    )
  })
})

/** Where a process begins. What they find in the environment reaches everything else as arguments. */
const ENTRIES = [
  'server/main.ts',
  'server/demo/demo.ts',
  'server/script/script.ts',
  'server/user-command/user-command.ts',
  'server/import-definitions/import-definitions.ts',
  'server/doctor/doctor.ts',
  'server/bundle/bundle.ts',
  'server/replay/replay.ts',
]

/** What a user's shell, or the moment, would decide. */
const GIVEN = [
  ['the environment', /process\.env\b/, ENTRIES],
  [
    'the time of day',
    /new Date\(\)|Date\.now\(/,
    [...ENTRIES, 'steps/engine/runtime/clock.ts', 'web/src/time/clock.ts'],
  ],
  [
    'timers',
    /\bset(?:Timeout|Interval)\(|timers\/promises/,
    [...ENTRIES, 'steps/engine/runtime/clock.ts', 'tasks/', 'server/postgres/', 'web/src/time/clock.ts'],
  ],
] as const

describe('Only where a process begins', () => {
  for (const [what, pattern, exempt] of GIVEN) {
    it(`${what} is read`, () => {
      const others = PRODUCTION.flatMap(sourcesOf).filter(
        (file) => !exempt.some((path) => file.startsWith(path)),
      )
      assert.deepEqual(
        others.filter((file) => pattern.test(readFileSync(file, 'utf8'))),
        [],
      )
    })
  }
})
