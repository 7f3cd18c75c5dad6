/** Distributions of hospitals against each other: at the desk and at the portal. */
export const distributions = {
  title: 'Distributions',
  introDesk:
    'How the patients of this hospital compare with those of the others. Counts leave only after you have read and signed them.',
  introPortal:
    'How the patients of the hospitals compare. Each hospital’s steward decides what leaves; small counts are suppressed, all are rounded.',
  none: {
    desk: 'Nothing has been asked for. When the test centre asks for the distributions of a category, what would leave stands here.',
    portal: 'Nothing was asked for yet. Choose a category and hospitals.',
  },
  state: {
    asked: 'Asked; being counted or waiting for your decision',
    sent: 'Sent',
    declined: 'Declined',
    refused: 'Not taken by the test centre',
  },
  memberState: { asked: 'did not decide yet', sent: 'let counts out', declined: 'declined' },
  due: 'Waits for your signature',
  reason: 'Reason: {{reason}}',
  leaves: 'What would leave this hospital',
  leavesText:
    'Counts of patients by the quantities below, each patient once. Policy: {{policy}}, version {{version}}. The test centre reads them; other hospitals get sums over at least three hospitals, never yours alone.',
  preparing: 'The patients are being counted. What would leave stands here soon.',
  notEnough: 'Nothing changed enough since you last decided. You are asked again when it has.',
  sentText: 'Release {{sequence}} was signed',
  columns: { cell: 'Cell', here: 'Patients here', leaves: 'Leaves', reason: 'Why' },
  rounded: '{{value}} (± {{away}})',
  suppressed: 'suppressed (below {{below}})',
  withheld: {
    'too-few-patients': 'Too few patients',
    dominated: 'Few make up nearly all',
    'protects-others': 'Would give another suppressed count away',
    'changed-too-little': 'Too few came or went since it was let out',
  },
  bytes: 'Exactly the bytes that will be signed',
  sign: 'Sign and send',
  decline: 'Decline',
  declineReason: 'Why nothing leaves; the test centre will read it',
  declineSubmit: 'Let nothing out',
  comparison: 'Compared with {{count}} other hospitals',
  noComparison:
    'Nothing is known of the others yet. They are told together, when at least four hospitals have let counts out or renewed them.',
  here: 'This hospital',
  others_one: '{{count}} other hospital together',
  others_other: '{{count}} other hospitals together',
  distance: 'Distance from the others: {{least}}',
  distanceBetween:
    'Distance from the others: between {{least}} and {{most}}, as suppressed and rounded counts leave it open',
  noDistance: 'Cannot be compared: nobody is counted on one side.',
  legend: 'Grey: certain. Dashed: as much more as suppressed and rounded counts may hold.',
  distanceLegend:
    'The distance is half the sum of the differences between the shares (total variation): 0 where all shares are alike, 1 where the hospitals have nothing in common. Where counts were suppressed, it is told by its least and its most.',
  below: 'below {{edge}}',
  from: '{{edge}} and more',
  other: 'other',
  sex: { F: 'female', M: 'male', O: 'other sex' },
  years: 'years',
  perMinute: 'per minute',
  seconds: 's',
  ask: 'Ask hospitals',
  askAbout:
    'Each steward reads the counts and decides. Sums are made when four hospitals have let counts out, so that nobody can be read off.',
  category: 'Category',
  hospitals: 'Hospitals',
  submit: 'Ask the hospitals',
  progress: '{{changed}} of {{needed}} hospitals have changed since sums were last sent ({{epoch}} times so far)',
} as const
