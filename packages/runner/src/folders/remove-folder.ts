import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'

/**
 * Removes a folder that a device wrote in, whatever is there: folders without permissions, and paths longer than the system
 * takes, need rm(1), which goes down step by step.
 */
export function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {
    removeByForce(folder)
  }
}

/** The same beside other work: a disk that others use takes its time. */
export async function removeFolderAside(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true })
  } catch {
    removeByForce(folder)
  }
}

function removeByForce(folder: string): void {
  spawnSync('chmod', ['-R', 'u+rwx', '--', folder], { stdio: 'ignore' })
  spawnSync('rm', ['-rf', '--', folder], { stdio: 'ignore' })
  if (existsSync(folder)) throw new Error('the folder of a run can not be removed')
}
