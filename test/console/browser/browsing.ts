/** A real browser on the console of a real server, for the suites of one file. Without a Chromium they are skipped, and it is said. */
import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { hashPassword } from '../../../server/auth/password.ts'
import { PASSWORD } from '../../factory.ts'
import { Home } from '../../server/life/home.ts'
import type { Server } from '../../server/life/server.ts'
import { CHROMIUM } from './chromium.ts'

export interface Browsing {
  readonly server: () => Server
  readonly home: () => Home
  /** Stops the server by SIGKILL, with all that it has started, and starts another on the same port. */
  readonly restart: (downMs?: number) => Promise<void>
  /**
   * A page of a context of its own, as of another person. What it
   * complains about in its console fails the test.
   */
  readonly open: (path?: string, options?: BrowserContextOptions) => Promise<Page>
  /** The same, signed in as admin. The form is filled in once for all of them. */
  readonly signedIn: (path?: string, options?: BrowserContextOptions) => Promise<Page>
  /** Starts a TEST job whose steps do as told; answers its id. */
  readonly told: (script: Readonly<Record<number, string>>, query?: string) => Promise<string>
  /** Makes a user with the usual password (`PASSWORD`). */
  readonly person: (name: string, roles: readonly string[]) => Promise<void>
}

/**
 * Serves, and holds a browser, while the tests of the suite that asks run.
 * Pages are closed after the test that opened them.
 */
export function browsing(environment: Readonly<Record<string, string>> = {}): Browsing {
  const home = new Home('console')
  const given = { environment: { TEST_JOBS: 'true', CPU_SLOTS: '4', ...environment } }
  let started: Server | undefined
  const server = () => {
    assert.ok(started, 'nothing is served outside of the tests of the suite')
    return started
  }
  const pages = opening(() => `${server().url}/console/`)
  before(async function () {
    this.timeout(120_000)
    if (CHROMIUM === undefined) {
      process.stdout.write(
        'no Chromium is here (CHROMIUM, /usr/bin/chromium): the console is not looked at\n',
      )
      this.skip()
    }
    started = await home.start(given)
    await pages.launch(CHROMIUM)
  })
  after(async () => {
    await pages.end()
    await home[Symbol.asyncDispose]()
  })
  return {
    server,
    home: () => home,
    open: pages.open,
    signedIn: pages.signedIn,
    told: (script, query = '') => told(server(), script, query),
    person: (name, roles) => person(home, name, roles),
    restart: async (downMs = 0) => {
      const { port } = new URL(server().url)
      await server().stopGroup('SIGKILL')
      await sleep(downMs)
      started = await home.start({ environment: { ...given.environment, PORT: port } })
    },
  }
}

type SignedIn = Exclude<BrowserContextOptions['storageState'], string | undefined>

function opening(base: () => string) {
  let browser: Browser | undefined
  let remembered: SignedIn | undefined
  const wrong: string[] = []
  const open = async (path = '', options: BrowserContextOptions = {}) => {
    assert.ok(browser)
    // What moves is drawn by the processor here, of which the tests beside this one want some, too.
    const looks = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' } as const
    const context = await browser.newContext({ ...looks, ...options })
    const page = await context.newPage()
    page.on('pageerror', ({ message }) => wrong.push(message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !isNetwork(message.text())) wrong.push(message.text())
    })
    await page.goto(new URL(path, base()).href)
    return page
  }
  afterEach(async function () {
    const open = browser?.contexts() ?? []
    if (this.currentTest?.state === 'failed') await picture(open.flatMap((context) => context.pages()))
    await Promise.all(open.map((context) => context.close()))
    assert.deepEqual(wrong.splice(0), [], 'what pages complained about')
  })
  return {
    open,
    launch: async (executablePath: string) => {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    },
    end: async () => browser?.close(),
    signedIn: async (path = '', options: BrowserContextOptions = {}) => {
      if (remembered) {
        const page = await open(path, { ...options, storageState: remembered })
        await page.getByRole('heading', { name: 'Jobs', exact: true }).waitFor()
        return page
      }
      const page = await signIn(await open(path, options))
      remembered = await page.context().storageState()
      return page
    },
  }
}

/** What was on the screen when a test failed, for whoever looks into it. */
async function picture(pages: readonly Page[]): Promise<void> {
  for (const page of pages) {
    const path = join(tmpdir(), `callsheet-console-${Date.now()}.png`)
    await page.screenshot({ path }).catch(() => undefined)
    process.stdout.write(`the page was ${page.url()}, see ${path}\n`)
  }
}

/** What a browser says of requests that were refused or found nobody: the page tells of these itself. */
function isNetwork(text: string): boolean {
  return /Failed to load resource|WebSocket connection|net::ERR/.test(text)
}

export async function signIn(page: Page, user = 'admin', password = 'admin'): Promise<Page> {
  await page.getByLabel('User name').fill(user)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Jobs', exact: true }).waitFor()
  return page
}

async function told(
  server: Server,
  script: Readonly<Record<number, string>>,
  query: string,
): Promise<string> {
  const field = Object.entries(script).map(([step, value]) => ({ key: `step-${step}`, value }))
  const response = await server.request('POST', `/job?type=TEST${query}`, {
    headers: { 'content-type': 'application/json', accept: 'text/plain' },
    body: JSON.stringify({ field }),
  })
  const text = await response.text()
  assert.equal(response.status, 200, text)
  return text.trim()
}

async function person(home: Home, name: string, roles: readonly string[]): Promise<void> {
  const columns = 'name, password_hash, roles, disabled, default_password'
  const row = [name, await hashPassword(PASSWORD), roles]
  await home.query(`insert into callsheet.user_account (${columns}) values ($1, $2, $3, false, false)`, row)
}
