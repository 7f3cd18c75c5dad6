import {
  type PassportVerification,
  passportVerification,
  type QualityPassport,
  qualityPassport,
  type SignedPassport,
  type SignedPassportView,
  signedPassport,
  signedPassportView,
} from '@assay/contracts'
import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { read, send } from './request.ts'

/** The passport of all that the hospital has of a category, as of now. */
export const categoryPassportQuery = (category: string) =>
  queryOptions({
    queryKey: ['category-passport', category],
    queryFn: (): Promise<QualityPassport> =>
      read(`/api/categories/${encodeURIComponent(category)}/passport.json`, qualityPassport),
    refetchInterval: 30_000,
  })

/** Passports that were signed, the newest first; of one study, if it is named. */
export const signedPassportsQuery = (study?: string) =>
  queryOptions({
    queryKey: ['signed-passports', study ?? ''],
    queryFn: (): Promise<SignedPassport[]> =>
      read(`/api/signed-passports${study ? `?study=${encodeURIComponent(study)}` : ''}`, z.array(signedPassport)),
  })

export const signedPassportQuery = (id: string) =>
  queryOptions({
    queryKey: ['signed-passport', id],
    queryFn: (): Promise<SignedPassportView> =>
      read(`/api/signed-passports/${encodeURIComponent(id)}`, signedPassportView),
  })

/** Signs the passport of a study or of a category. */
export function signPassport(of: 'studies' | 'categories', id: string): Promise<SignedPassportView> {
  return send('POST', `/api/${of}/${encodeURIComponent(id)}/passport/sign`, undefined, signedPassportView)
}

/** What verifying a file comes to, at this desk. */
export function verifySignedPassport(file: unknown): Promise<PassportVerification> {
  return send('POST', '/api/signed-passports/verify', file, passportVerification)
}
