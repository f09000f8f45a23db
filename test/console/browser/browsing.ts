/**
 * Opens a real browser on the console of a real server, for the suites of one file. Without Chromium the
 * suites are skipped with a note.
 */
import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { hashPassword } from '../../../server/auth/password/password.ts'
import { PASSWORD } from '../../factory.ts'
import { Home } from '../../server/life/home.ts'
import type { Server } from '../../server/life/server.ts'
import { CHROMIUM } from './chromium.ts'

export interface Browsing {
  readonly server: () => Server
  readonly home: () => Home
  /** Kills the server and its child processes with SIGKILL, and starts another on the same port. */
  readonly restart: (downMs?: number) => Promise<void>
  /** Opens a page in a new context, as another person would. An error in its console fails the test. */
  readonly open: (path?: string, options?: BrowserContextOptions) => Promise<Page>
  /** The same, signed in as admin. The form is filled in once and the session reused. */
  readonly signedIn: (path?: string, options?: BrowserContextOptions) => Promise<Page>
  /** Starts a TEST job with scripted steps, and returns its id. */
  readonly scripted: (script: Readonly<Record<number, string>>, query?: string) => Promise<string>
  /** Creates a user with the usual password (`PASSWORD`). */
  readonly createUser: (name: string, roles: readonly string[]) => Promise<void>
}

/**
 * Runs a server and a browser during the tests of the suite. Pages are closed after the test that opened
 * them.
 */
export function browsing(environment: Readonly<Record<string, string>> = {}): Browsing {
  const home = new Home('console')
  const given = { environment: { TEST_JOBS: 'true', CPU_SLOTS: '4', ...environment } }
  let started: Server | undefined
  const server = () => {
    assert.ok(started, 'the server runs only during the tests of the suite')
    return started
  }
  const pages = opening(() => `${server().url}/console/`)
  before(async function () {
    this.timeout(120_000)
    if (CHROMIUM === undefined) {
      process.stdout.write(
        'Chromium not found (CHROMIUM, /usr/bin/chromium): skipping the browser tests of the console\n',
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
    scripted: (script, query = '') => scripted(server(), script, query),
    createUser: (name, roles) => createUser(home, name, roles),
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
    // Animations are rendered by the CPU here, which other tests need too.
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
    assert.deepEqual(wrong.splice(0), [], 'errors in the consoles of the pages')
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

/** Saves screenshots when a test fails. */
async function picture(pages: readonly Page[]): Promise<void> {
  for (const page of pages) {
    const path = join(tmpdir(), `callsheet-console-${Date.now()}.png`)
    await page.screenshot({ path }).catch(() => undefined)
    process.stdout.write(`screenshot of ${page.url()}: ${path}\n`)
  }
}

/** Whether a browser message is about a refused or failed request; the page itself reports those. */
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

async function scripted(
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

async function createUser(home: Home, name: string, roles: readonly string[]): Promise<void> {
  const columns = 'name, password_hash, roles, disabled, default_password'
  const row = [name, await hashPassword(PASSWORD), roles]
  await home.query(`insert into callsheet.user_account (${columns}) values ($1, $2, $3, false, false)`, row)
}
