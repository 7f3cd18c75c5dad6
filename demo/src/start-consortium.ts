import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { sha256 } from '@assay/signing'
import { hospitalProgram, hubProgram } from './consortium.ts'
import { assertFree } from './programs/assert-free.ts'
import { type Program, startProgram } from './programs/start-program.ts'
import type { Scene } from './scene.ts'

/**
 * Starts the hub, then the three hospitals, each a process of its own.
 * @param told called with a program's name when it ended by itself and was started again.
 * @throws Error with the program's own words when one doesn't come up; the others are stopped.
 */
export async function startConsortium(scene: Scene, told: (name: string) => void): Promise<Program[]> {
  const { root, consortium } = scene
  const digest = sha256(scene.devicePackage)
  const hospitals = consortium.hospitals.map((hospital) => hospitalProgram(root, consortium, hospital, digest))
  for (const member of [consortium.hub, ...consortium.hospitals]) {
    mkdirSync(member.directory, { recursive: true })
    mkdirSync(consortium.intakeOf(member), { recursive: true })
    mkdirSync(dirname(consortium.logOf(member)), { recursive: true })
  }
  for (const { port } of [consortium.hub, ...consortium.hospitals]) await assertFree(port)
  // The hub first, by itself, so that its pages are there soon.
  const hub = await startProgram(hubProgram(root, consortium), told)
  const started = await Promise.allSettled(hospitals.map((description) => startProgram(description, told)))
  const programs = [hub, ...started.filter((one) => one.status === 'fulfilled').map((one) => one.value)]
  const failed = started.find((one) => one.status === 'rejected')
  if (!failed) return programs
  await Promise.all(programs.map((program) => program.stop()))
  throw failed.reason
}
