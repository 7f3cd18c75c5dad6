import type { Finding } from '@assay/contracts'
import { describe, expect, it } from 'vitest'
import { measuredText } from './quality-names.ts'
import { findingText } from './quality-text.ts'

describe('findingText', () => {
  it('says phases and shares in words', () => {
    const phase: Finding = {
      code: 'contrast-phase-unexpected',
      parameters: { phase: 'native', wantedPhases: 'arterial late' },
    }
    expect(findingText('en', phase).what).toContain('looks like native (without contrast)')
    expect(findingText('en', phase).what).toContain('Wanted here: arterial, late.')
    const share: Finding = {
      code: 'composition-apart',
      parameters: { stratum: 'sex', value: 'F', found: 0.5, wanted: 0 },
    }
    expect(findingText('en', share).what).toContain('“Female”: 50 % instead of 0 %.')
  })

  it.each([
    [0, 'Sex, Female: no patient; at least 20 are needed.', '性别“女”：没有患者，至少需要 20 名。'],
    [1, 'Sex, Female: only one patient; at least 20 are needed.', '性别“女”：只有 1 名患者，至少需要 20 名。'],
    [
      1234,
      'Sex, Female: only 1,234 patients; at least 20 are needed.',
      '性别“女”：只有 1,234 名患者，至少需要 20 名。',
    ],
  ])('speaks of %i as a person does', (value, english, chinese) => {
    const thin: Finding = {
      code: 'stratum-thin',
      parameters: { stratum: 'sex', value: 'F' },
      measured: { value, unit: '{count}' },
      expected: { least: 20, unit: '{count}' },
    }
    expect([findingText('en', thin).what, findingText('zh', thin).what]).toEqual([english, chinese])
  })

  it('names classes, and none of them', () => {
    const rare = (value: number): Finding => ({
      code: 'class-rare',
      parameters: { label: 'Q' },
      measured: { value, unit: '1' },
      expected: { least: 0.02, unit: '1' },
    })
    expect(findingText('en', rare(0)).what).toBe(
      'No patient has paced or unclassifiable beats (Q); at least 2 % of the patients should.',
    )
    expect(findingText('zh', rare(0.0125)).what).toBe('有起搏或无法分类的搏动（Q）的患者仅占 1.3 %，至少需要 2 %。')
  })
})

describe('measuredText', () => {
  it.each([
    ['slice-thickness', 2.5, 'mm', 'Thickness of slices: 2.5 mm', '层厚：2.5 mm'],
    [
      'share-q',
      0,
      '1',
      'Patients with paced or unclassifiable beats (Q): 0 %',
      '有起搏或无法分类的搏动（Q）的患者：0 %',
    ],
    [
      'distance-sex',
      0.348,
      '1',
      'Patients to be exchanged to match the target in Sex: 34.8 %',
      '为使性别符合目标人群须更换的患者：34.8 %',
    ],
    [
      'distance-least-age',
      0.25,
      '1',
      'Distance from other hospitals in Age, at least: 0.25',
      '与其他医院在年龄上的差距，至少：0.25',
    ],
    ['format-wfdb', 14, '{count}', 'Files as WFDB: 14', 'WFDB文件：14'],
    ['days-sealed', 1, 'd', 'Time since sealing: 1 day', '距封存时间：1天'],
    ['fundus-grade', 2, '1', 'Gradability: Good', '可判读性：良好'],
  ])('names %s', (name, value, unit, english, chinese) => {
    expect([measuredText('en', { name, value, unit }), measuredText('zh', { name, value, unit })]).toEqual([
      ...[english, chinese],
    ])
  })
})
