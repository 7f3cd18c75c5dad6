import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** What a person chooses on accepting an invitation. */
export interface Newcomer {
  name: string
  displayName: string
  password: string
}

/** Turns an invitation into an account, and arrives at the home page. */
export async function acceptInvitation(page: Page, url: string, code: string, newcomer: Newcomer): Promise<void> {
  await page.goto(url)
  await page.getByRole('link', { name: 'I have an invitation' }).click()
  await page.getByLabel('Invitation code').fill(code)
  await page.getByLabel('Name to log in with').fill(newcomer.name)
  await page.getByLabel('Your name, as colleagues see it').fill(newcomer.displayName)
  await page.getByLabel('Password').fill(newcomer.password)
  await page.getByRole('button', { name: 'Create my account' }).click()
  await page.getByRole('heading', { name: `Welcome, ${newcomer.displayName}` }).waitFor()
}

/** Logs in with the keyboard alone. */
export async function logInByKeyboard(
  page: Page,
  url: string,
  { name, password }: Pick<Newcomer, 'name' | 'password'>,
): Promise<void> {
  await page.goto(url)
  await page.getByRole('heading', { name: 'Log in' }).waitFor()
  const field = page.getByLabel('Name')
  for (let presses = 0; presses < 12 && !(await isFocused(page, field)); presses += 1) await page.keyboard.press('Tab')
  expect(await isFocused(page, field)).toBe(true)
  await page.keyboard.type(name)
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Log out' }).waitFor()
}

/** Goes to a page by the navigation. */
export async function goTo(page: Page, label: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: label, exact: true }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** Invites a person, at the hub or at a desk; returns the code. */
export async function invitePerson(page: Page, role: string, organisation: string): Promise<string> {
  await page.getByLabel('Role').selectOption({ label: role })
  await page.getByLabel('Organisation').fill(organisation)
  await page.getByRole('button', { name: 'Make an invitation' }).click()
  const made = page.getByRole('status').filter({ hasText: 'Invitation code' })
  const before = codes.get(page)
  for (;;) {
    const code = (await made.locator('code').innerText()).trim()
    if (code !== before) {
      codes.set(page, code)
      return code
    }
    await page.waitForTimeout(50)
  }
}
const codes = new WeakMap<Page, string>()

/** Gives a reason and confirms the act that needs it. */
export async function giveReason(page: Page, open: string, reason: string, confirm: string): Promise<void> {
  await page.getByRole('button', { name: open, exact: true }).click()
  await page.getByRole('textbox').fill(reason)
  await page.getByRole('button', { name: confirm, exact: true }).click()
}

/** Whether the keyboard is at an element. */
export async function isFocused(page: Page, element: Locator): Promise<boolean> {
  return (await element.and(page.locator(':focus')).count()) === 1
}
