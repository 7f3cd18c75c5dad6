import { errorBody } from '@assay/contracts'
import type { ZodType } from 'zod'
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
export function sendUpload<T>(
  path: string,
  set: Blob,
  { answer, onProgress, signal }: { answer: ZodType<T>; onProgress: (sent: Sent) => void; signal: AbortSignal },
): Promise<T> {
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
      const read = answer.safeParse(request.response)
      const refusal = errorBody.safeParse(request.response)
      if (read.success) resolve(read.data)
      else reject(refusal.success ? new ApiError(request.status, refusal.data.error) : new ConnectionError())
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(set)
  })
}
