import type { ProtocolDraft } from '@assay/contracts'
import { draftEvaluation } from '../people/vendor.ts'
import { goTo, logInByKeyboard } from './acts-in-browser.ts'
import { lookAt, newPerson, startBrowser } from './browser.ts'
import type { JoinedConsortium } from './joined-consortium.ts'

/**
 * What people would find wrong with the pages of a decided evaluation, and of another draft alike, in both languages and widths: the reviewer
 * reads the one, the vendor changes the other.
 */
export async function lookAtEvaluation(
  { consortium: { hub }, cast, known }: JoinedConsortium,
  { name, device, draft }: { name: string; device: string; draft: ProtocolDraft },
): Promise<string[]> {
  const faults: string[] = []
  const browser = await startBrowser()
  try {
    const reviewer = await newPerson(browser, faults)
    await logInByKeyboard(reviewer, hub.url, known.get('reviewer')!)
    await goTo(reviewer, 'Evaluations')
    await reviewer
      .getByRole('link', { name: /EV-\d{4}-\d{4}/ })
      .first()
      .click()
    await reviewer.getByRole('heading', { name: 'By hospital' }).first().waitFor()
    const seen = await lookAt(reviewer, `${name}-evaluation`)
    const vendor = await newPerson(browser, faults)
    await logInByKeyboard(vendor, hub.url, known.get('vendor')!)
    const { id } = await draftEvaluation(cast.vendor, device, draft)
    await vendor.goto(`${hub.url}/evaluations/${id}/draft`)
    await vendor.getByRole('heading', { name: 'Change the draft' }).waitFor()
    return [...seen, ...(await lookAt(vendor, `${name}-draft`)), ...faults]
  } finally {
    await browser.close()
  }
}
