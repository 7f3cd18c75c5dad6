import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Orthanc } from './dicom-programs.ts'

/** What a box was sent of one case: its study, and a folder with the objects. */
export interface Received {
  readonly study: string
  readonly place: string
}

/** Names in an inbox of the studies that have so many objects. */
export async function wholeStudies(inbox: Orthanc, objects: number): Promise<string[]> {
  const whole: string[] = []
  for (const one of (await inbox.ask('GET', '/studies')) as string[])
    if (((await inbox.ask('GET', `/studies/${one}/instances`)) as unknown[]).length >= objects) whole.push(one)
  return whole
}

/** Fetches a study from an inbox into a folder of its own, and forgets it there. */
export async function fetchStudy(inbox: Orthanc, id: string, folder: string): Promise<Received> {
  const place = mkdtempSync(join(folder, 'received-'))
  for (const { ID } of (await inbox.ask('GET', `/studies/${id}/instances`)) as { ID: string }[]) {
    const answer = await fetch(`${inbox.url}/instances/${ID}/file`)
    writeFileSync(join(place, `${ID}.dcm`), new Uint8Array(await answer.arrayBuffer()))
  }
  const { MainDicomTags } = (await inbox.ask('GET', `/studies/${id}`)) as {
    MainDicomTags: { StudyInstanceUID: string }
  }
  await inbox.ask('DELETE', `/studies/${id}`)
  return { study: MainDicomTags.StudyInstanceUID, place }
}
