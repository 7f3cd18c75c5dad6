import type { Finding, RuleOutcome } from '@assay/contracts'
import { useState } from 'react'
import { useTexts } from '../../app/texts.ts'
import { sliceAddress } from './slice-address.ts'

const mostPictures = 3

/** The slices that a rule's findings speak of, each with the region framed. Nothing for findings without a place in an image. */
export function FindingPictures({ outcome, studyId }: { outcome: RuleOutcome; studyId: string }) {
  const placed = outcome.findings.filter(({ where }) => where?.region && (where.series ?? outcome.series))
  if (placed.length === 0) return null
  return (
    <div className="pictures">
      {placed.slice(0, mostPictures).map((finding) => (
        <FindingPicture
          key={JSON.stringify(finding.where)}
          finding={finding}
          series={outcome.series}
          studyId={studyId}
        />
      ))}
    </div>
  )
}

interface FindingPictureProps {
  readonly finding: Finding
  readonly series: string | null
  readonly studyId: string
}

const captions = {
  slice: ['fullSample.study.slice', 'fullSample.study.sliceFramed'],
  picture: ['fullSample.study.picture', 'fullSample.study.pictureFramed'],
} as const

function FindingPicture({ finding: { where }, series, studyId }: FindingPictureProps) {
  const { t } = useTexts()
  const [isMissing, miss] = useState(false)
  const address = where && sliceAddress(studyId, where, series)
  if (!address || isMissing) return null
  const [plain, framed] = address.isSlice ? captions.slice : captions.picture
  const caption = t(address.isFramed ? framed : plain, { slice: address.slice + 1 })
  return (
    <figure>
      <img src={address.path} alt={caption} loading="lazy" onError={() => miss(true)} />
      <figcaption className="quiet">{caption}</figcaption>
    </figure>
  )
}
