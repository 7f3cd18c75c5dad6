/** Rounds in which hospitals find the patients and images that they share: at the desk and at the portal. */
export const linkage = {
  title: 'Linkage',
  introDesk:
    'The test centre may ask hospitals to find the patients or images that they share, so that nobody counts twice. Nothing happens here before you join.',
  introPortal:
    'Hospitals find the patients or images that they share, so that nobody counts twice. Each hospital’s steward decides; this centre learns how many are shared, not who.',
  none: {
    desk: 'No linkage has been asked for. When the test centre asks for one, the request stands here, with what it would do.',
    portal: 'No linkage was started yet. Choose what is compared and at least two hospitals.',
  },
  subject: { patients: 'Shared patients', images: 'Shared images' },
  of: { patients: 'patients', images: 'images' },
  asks: {
    patients:
      'The test centre asks whether patients of this hospital are known at the others, too. They are compared by the numbers that were given at intake.',
    images:
      'The test centre asks whether image series of this hospital lie at the others, too. They are compared by their pixels.',
  },
  state: {
    asked: 'Waits for your decision',
    joined: 'Joined; waits for the other hospitals',
    declined: 'Declined',
    linking: 'Going through the hospitals’ keys',
    sent: 'Sent; the test centre compares',
    found: 'Done',
    ended: 'Ended without a result',
  },
  hubState: { asked: 'Hospitals decide', open: 'Under way', compared: 'Done', ended: 'Ended without a result' },
  memberState: { asked: 'did not decide yet', joined: 'joined', declined: 'declined', sent: 'is done' },
  since: 'Asked',
  changed: 'Last change',
  own: {
    patients_one: '{{shown}} patient here can be compared',
    patients_other: '{{shown}} patients here can be compared',
    images_one: '{{shown}} image series here can be compared',
    images_other: '{{shown}} image series here can be compared',
  },
  leaves: 'What leaves this hospital',
  leavesText:
    'Random-looking tokens, one for each, filled up with made-up ones to a power of two, so that even their number says little. Each token went through a secret key of every hospital that takes part, made for this round and thrown away after it.',
  stays: 'What nobody can learn',
  staysText: {
    patients:
      'No number, name or pseudonym leaves. Whoever has the tokens can’t try out identity numbers: that would need the keys of all hospitals. The test centre learns how many patients are shared, not which. You learn which of your own patients others know, and how many others; not which hospital.',
    images:
      'No pixel, hash or identifier leaves. Whoever has the tokens can’t try out images: that would need the keys of all hospitals. The test centre learns how many images are shared, not which. You learn which of your own others have, and how many others; not which hospital.',
  },
  members: 'Who takes part',
  membersAbout:
    'Compare these key ids with the other hospitals by another way than the network, e.g. by telephone: a wrong key among them could undo the protection. You join with exactly these.',
  you: 'this hospital',
  decide: 'Your decision',
  join: 'I have compared the keys: join',
  decline: 'Decline',
  declineReason: 'Why this hospital does not take part; the test centre and the other hospitals will read it',
  declineSubmit: 'Decline the linkage',
  progress: 'Through the keys',
  result: 'Result',
  sharedNone: {
    patients: 'No patient of this hospital is known at another.',
    images: 'No image of this hospital lies at another.',
  },
  shared: {
    patients_one: '{{shown}} of {{own}} patients is known at another hospital, too',
    patients_other: '{{shown}} of {{own}} patients are known at other hospitals, too',
    images_one: '{{shown}} of {{own}} image series lies at another hospital, too',
    images_other: '{{shown}} of {{own}} image series lie at other hospitals, too',
  },
  others_one: 'At one other hospital',
  others_other: 'At {{shown}} other hospitals',
  count: 'How many',
  whichHospital: 'At which hospital can’t be learnt.',
  studies_one: '{{shown}} study here is touched. Its passport says so under tier 3.',
  studies_other: '{{shown}} studies here are touched. Their passports say so under tier 3.',
  toStudies: 'See these studies',
  reason: 'Reason given: {{reason}}',
  start: 'Start a linkage',
  startAbout:
    'Each hospital’s steward reads what is asked, compares the keys by telephone, and joins or declines. It begins when all have joined; if one declines, it ends for all.',
  subjectLabel: 'What is compared',
  hospitals: 'Hospitals that take part',
  submit: 'Ask the hospitals',
  tooFew: 'At least two hospitals must have joined the consortium first.',
  rounds: 'Linkages so far',
  end: 'End it',
  endReason: 'Why it is ended; the hospitals will read it',
  endSubmit: 'End the linkage',
  waitsFor: 'Waits for: {{names}}',
  comparedText: 'All hospitals are done and have been told which of their own are shared. The tokens are deleted here.',
} as const
