import { errorBody, type IntakeRun, intakeRun } from '@assay/contracts'
import { ApiError, ConnectionError } from '../../../api/request.ts'

/** How much is sent, of how much, since when (milliseconds of the page's clock). */
export interface Sent {
  readonly sent: number
  readonly all: number
  readonly since: number
}

/** Somebody stopped an upload. */
export class UploadStopped extends Error {
  override name = 'UploadStopped'
}

/** Sends a set, telling how far it is: fetch tells nothing of what it sends. */
export function sendUpload(
  path: string,
  set: Blob,
  { onProgress, signal }: { onProgress: (sent: Sent) => void; signal: AbortSignal },
): Promise<IntakeRun> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const since = performance.now()
    request.open('POST', path)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded }) => onProgress({ sent: loaded, all: set.size, since })
    request.onerror = () => reject(new ConnectionError())
    request.onabort = () => reject(new UploadStopped())
    request.onload = () => {
      const run = intakeRun.safeParse(request.response)
      const refusal = errorBody.safeParse(request.response)
      if (run.success) resolve(run.data)
      else reject(refusal.success ? new ApiError(request.status, refusal.data.error) : new ConnectionError())
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(set)
  })
}
