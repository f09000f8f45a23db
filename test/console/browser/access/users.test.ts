import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { PASSWORD } from '../../../factory.ts'
import { assertAccessible } from '../accessible.ts'
import { browsing, signIn } from '../browsing.ts'
import { confirm, said } from '../pages.ts'

describe('the users view of the console', function () {
  this.timeout(60_000)
  const { open, signedIn, createUser, server } = browsing()
  before(async () => {
    await createUser('ann', ['_job_read'])
    await createUser('zoe', ['_job_read', '_job_write'])
  })
  const user = (page: Page, name: string) => page.getByRole('listitem', { name, exact: true })
  const press = (page: Page, name: string, button: string) =>
    user(page, name).getByRole('button', { name: button, exact: true }).click()
  async function users(options = {}): Promise<Page> {
    const page = await signedIn('', options)
    await page.getByRole('link', { name: 'Users' }).click()
    await user(page, 'admin').getByText('(you)').waitFor()
    return page
  }
  const statusOf = async (name: string, password: string) => {
    const headers = { authorization: `Basic ${btoa(`${name}:${password}`)}`, accept: 'text/plain' }
    return (await fetch(`${server().url}/API/whoami`, { headers })).status
  }

  it('lists users with their roles and tokens, and finds them by name', async () => {
    const page = await users()
    await user(page, 'admin')
      .getByText(/^\d+ tokens?$/)
      .waitFor()
    await user(page, 'zoe').getByText('_job_read, _job_write').waitFor()
    await page.getByRole('searchbox', { name: 'Search users' }).fill('zo')
    await page.getByText('1 user', { exact: true }).waitFor()
    assert.equal(await user(page, 'ann').count(), 0)
  })

  it('adds a user, sets its groups and password, disables and enables it', async () => {
    const page = await users()
    await page.getByRole('button', { name: 'Add user…' }).click()
    await page.getByLabel('User name').fill('kim')
    await page.getByLabel('Real name').fill('Kim É.')
    await page.getByLabel('Password').fill('short')
    await page.getByLabel('_job_read', { exact: true }).check()
    await confirm(page, 'Add user')
    await page.getByRole('alert').getByText('expected at least 8 characters').waitFor()
    await page.getByLabel('Password').fill('correct horse')
    await confirm(page, 'Add user')
    await said(page, 'kim added.')
    await user(page, 'kim').getByText('Kim É.').waitFor()
    assert.equal(await statusOf('kim', 'correct horse'), 200)
    await press(page, 'kim', 'Groups…')
    await page.getByLabel('_job_write', { exact: true }).check()
    await confirm(page, 'Save')
    await user(page, 'kim').getByText('_job_read, _job_write').waitFor()
    await press(page, 'kim', 'Password…')
    await page.getByLabel('New password').fill('battery staple')
    await page.keyboard.press('Enter')
    await said(page, 'kim has a new password.')
    assert.equal(await statusOf('kim', 'battery staple'), 200)
    await press(page, 'kim', 'Disable…')
    await confirm(page, 'Disable user')
    await user(page, 'kim').getByText('Disabled', { exact: true }).waitFor()
    assert.equal(await statusOf('kim', 'battery staple'), 401)
    await press(page, 'kim', 'Enable')
    await said(page, 'kim can sign in again.')
    assert.equal(await statusOf('kim', 'battery staple'), 200)
  })

  it('revokes the tokens of a user, whose page then asks to sign in', async () => {
    const other = await signIn(await open(), 'ann', PASSWORD)
    const page = await users()
    await user(page, 'ann').getByText('1 token', { exact: true }).waitFor()
    await press(page, 'ann', 'Revoke tokens…')
    await confirm(page, 'Revoke tokens')
    await user(page, 'ann').getByText('No tokens').waitFor()
    await other.getByText('Your session has expired.').waitFor()
  })

  it('has no link for others, and says why it shows nothing', async () => {
    const page = await signIn(await open(), 'zoe', PASSWORD)
    assert.equal(await page.getByRole('link', { name: 'Users' }).count(), 0)
    await page.goto(`${server().url}/console/?view=users`)
    await page
      .getByRole('alert')
      .getByText(/Permission denied/)
      .waitFor()
  })

  for (const width of [1280, 390])
    it(`is accessible ${width} px wide, in light and dark, with its dialogs`, async () => {
      const page = await users({ viewport: { width, height: 800 } })
      const views = async (name: string) => {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
          await assertAccessible(page, colorScheme === 'light' ? 'all' : 'colors')
          const folder = process.env['PICTURES']
          if (folder === undefined) continue
          await mkdir(folder, { recursive: true })
          await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png` })
        }
      }
      await user(page, 'admin')
        .getByText(/^\d+ tokens?$/)
        .waitFor()
      await views('users')
      const { x = width, width: wide = 1 } =
        (await page.getByRole('button', { name: 'Sign out' }).boundingBox()) ?? {}
      assert.ok(x + wide <= width, 'the header fits')
      await page.getByRole('button', { name: 'Add user…' }).click()
      await page.getByLabel('_job_read', { exact: true }).waitFor()
      await views('add')
      const [inside, outside] = await page.evaluate<[number, number]>(
        '[innerWidth, document.documentElement.scrollWidth]',
      )
      assert.ok(outside <= inside, 'nothing is wider than the page')
    })
})
