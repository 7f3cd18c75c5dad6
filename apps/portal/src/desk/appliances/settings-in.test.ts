import { applianceSettings } from '@assay/contracts'
import { describe, expect, it } from 'vitest'
import { settingsIn } from './settings-in.ts'

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

const named = { name: 'box', vendor: 'Maker', device: 'ECG Box', addresses: '10.0.0.7\n10.0.1.0/24' }

describe('settingsIn', () => {
  it('reads an appliance that is sent cases by C-STORE and answers so, with TLS', () => {
    const way = { way: 'dicom', host: '10.0.0.7', port: '11112', called: 'BOX', calling: 'ASSAY', tls: 'on' }
    const answers = { answerHost: '0.0.0.0', answerPort: '11113', answerCalled: 'ANSWERS', answerCalling: '' }
    expect(applianceSettings.parse(settingsIn(formOf({ ...named, ...way, ...answers })))).toMatchObject({
      addresses: ['10.0.0.7', '10.0.1.0/24'],
      way: { kind: 'dicom', host: '10.0.0.7', port: 11112, called: 'BOX', calling: 'ASSAY', tls: true },
      listener: { host: '0.0.0.0', port: 11113, called: 'ANSWERS', calling: 'BOX', tls: true },
    })
  })

  it('reads one that is sent cases by STOW-RS and answers over HTTP alone', () => {
    const way = { way: 'dicomweb', url: 'https://box.example/dicom-web', answerPort: '' }
    expect(applianceSettings.parse(settingsIn(formOf({ ...named, ...way })))).toMatchObject({
      way: { kind: 'dicomweb', url: 'https://box.example/dicom-web' },
      listener: null,
    })
  })
})
