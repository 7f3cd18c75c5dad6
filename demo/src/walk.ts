import type { EvaluationView } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { apply } from './apply.ts'
import { carryThrough } from './carry-through.ts'
import { type CollectedReport, collectReport } from './collect-report.ts'
import type { Display } from './display.ts'
import { fillHospital } from './fill-hospital.ts'
import { type Cast, gatherCast } from './people/consortium-people.ts'
import { inviteHospital } from './people/operator.ts'
import type { Person } from './people/person.ts'
import { joinHub } from './people/steward.ts'
import { registerDevice } from './people/vendor.ts'
import { prepareRecords } from './records/prepare-records.ts'
import type { Scene } from './scene.ts'

/** Brings the scene from wherever an earlier start left it to a decided evaluation and its report. */
export async function walk(scene: Scene, display: Display, t: Translator): Promise<CollectedReport> {
  await exportRecords(scene, display, t)
  const cast = await gatherPeople(scene, display, t)
  await joinHospitals(scene, cast, display, t)
  await fillHospitals(scene, cast, display, t)
  const evaluationId = await applyForEvaluation(scene, cast, display, t)
  const evaluation = await carry(scene, cast, evaluationId, display, t)
  return display.step(t('demonstration.report'), async () => {
    const value = await collectReport(cast.reviewer, evaluation, scene.consortium.reports)
    return { came: t('demonstration.reportFetched', { folder: value.folder }), value }
  })
}

async function exportRecords(scene: Scene, display: Display, t: Translator): Promise<void> {
  const { source, round } = scene.state
  await display.step(t('demonstration.records'), async (tell) => {
    await prepareRecords(scene.consortium, source, round, (hospital) => tell(hospital.name))
    const patients = /^generated:(\d+)$/.exec(source)?.[1]
    const came = patients
      ? t('demonstration.recordsGenerated', { patients })
      : t('demonstration.recordsDealt', { folder: source })
    return { came, value: undefined }
  })
}

function gatherPeople(scene: Scene, display: Display, t: Translator): Promise<Cast> {
  const { hub, hospitals } = scene.consortium
  return display.step(t('demonstration.people'), async () => ({
    came: t('demonstration.people'),
    value: await gatherCast(hub, hospitals, scene.logins, scene.random),
  }))
}

async function joinHospitals(scene: Scene, cast: Cast, display: Display, t: Translator): Promise<void> {
  await display.step(t('demonstration.hospitalsJoin'), async () => {
    for (const hospital of scene.consortium.hospitals)
      await joinHub(stewardOf(cast, hospital.key), () => inviteHospital(cast.operator, hospital.name))
    return { came: t('demonstration.hospitalsJoin'), value: undefined }
  })
}

async function fillHospitals(scene: Scene, cast: Cast, display: Display, t: Translator): Promise<void> {
  await display.step(t('demonstration.fill'), async (tell) => {
    const lines = await Promise.all(
      scene.consortium.hospitals.map(async (hospital) => {
        const { testSet, quarantined } = await fillHospital(scene, stewardOf(cast, hospital.key), hospital)
        const { patients, cases } = testSet
        const line = t('demonstration.filled', { name: hospital.name, patients, cases, quarantined })
        tell(line)
        return line
      }),
    )
    return { came: [t('demonstration.fill'), ...lines].join('\n'), value: undefined }
  })
}

async function applyForEvaluation(scene: Scene, cast: Cast, display: Display, t: Translator): Promise<string> {
  const device = await display.step(t('demonstration.device'), async () => {
    const value = await registerDevice(cast.vendor, scene.devicePackage)
    const { name, version } = value.manifest
    const digest = value.packageDigest.slice(0, 12)
    return { came: t('demonstration.deviceRegistered', { name, version, digest }), value }
  })
  return display.step(t('demonstration.apply'), async () => ({
    came: t('demonstration.apply'),
    value: await apply(scene, cast.vendor, device),
  }))
}

function carry(
  scene: Scene,
  cast: Cast,
  evaluationId: string,
  display: Display,
  t: Translator,
): Promise<EvaluationView> {
  return display.step(t('demonstration.carry'), async (tell) => {
    let shown = ''
    const value = await carryThrough(evaluationId, cast, scene.consortium.hospitals, (evaluation) => {
      const lines = progressLines(evaluation, t)
      if (lines !== shown) tell(lines)
      shown = lines
    })
    return { came: stateLine(value, t), value }
  })
}

/** Where an evaluation stands, and each hospital's part of it. */
function progressLines(evaluation: EvaluationView, t: Translator): string {
  const parts = evaluation.participations.map(
    ({ name, state, progress }) => `  ${name}: ${t(`demonstration.participation.${state}`, { progress })}`,
  )
  return [stateLine(evaluation, t), ...parts].join('\n')
}

function stateLine(evaluation: EvaluationView, t: Translator): string {
  return t(`demonstration.state.${evaluation.state}`, {
    number: evaluation.number,
    hash: evaluation.protocolHash?.slice(0, 12) ?? '',
    verdict: evaluation.verdict ? t(`demonstration.verdict.${evaluation.verdict}`) : '',
  })
}

function stewardOf(cast: Cast, hospital: string): Person {
  return cast.stewards.get(hospital)!
}
