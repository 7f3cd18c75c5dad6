/** Passports of categories, signed passports, and what verifying one comes to. */
export const passports = {
  title: 'Passports',
  intro:
    'What is known of the quality of this hospital’s data: kind by kind, and the passports that were signed for others to rely on.',
  categories: 'All studies of a kind, together',
  categoriesIntro:
    'A kind’s passport holds all its checked studies against the rules on drift over time and on distributions beside other hospitals.',
  category: 'Kind of data',
  studies: 'Checked studies',
  good: 'Accepted',
  held: 'In quarantine',
  bad: 'Rejected',
  open: 'Passport',
  openOf: 'Passport of {{category}}',
  none: 'No study was checked yet. Take data in; each kind then has its passport here.',
  toIntake: 'To the intake',
  ofCategory: {
    title: 'Quality passport: {{category}}',
    intro: 'All checked studies of this kind in this hospital, as of now.',
    toStudies: 'See the studies',
  },
  signed: {
    title: 'Signed passports',
    intro: 'Each as it was handed on. A later check of the study does not change what was signed.',
    none: 'None was signed yet. Open a study or a kind of data and choose “Sign the passport”; the file can then be handed on and verified by anybody.',
    what: 'Of',
    study: 'Study of patient {{patient}}',
    studyGone: 'A study that left the index',
    category: 'All studies of {{category}}',
    verdict: 'Verdict',
    at: 'Signed',
    by: 'By',
    hash: 'Hash',
    listed: 'The newest {{count}} are listed.',
  },
  sign: 'Sign the passport',
  signMeaning:
    'Signs the passport with this hospital’s key and notes it in the ledger. The signed file holds the findings and measurements, but no image; it leaves this hospital only if you hand it on.',
  page: {
    title: 'Signed passport',
    holds: 'Does it hold?',
    of: 'Of',
    signer: 'Signed for',
    keyId: 'With the key',
    steward: 'By',
    signedAt: 'Signed',
    issuedAt: 'State of the checks',
    sha256: 'Over the hash (SHA-256)',
    toStudy: 'To the study as it is now',
    toCategory: 'To the passport as it is now',
    file: 'Signed file (JSON)',
    pdf: 'PDF, {{language}}',
    trust: 'Trust file of this hospital',
    handOn: 'Hand it on and have it verified',
    handOnText:
      'Put the signed file and the PDFs into one folder. Whoever receives them needs nothing of this platform but the program, and no network:',
    steps: {
      trust:
        'Give the trust file once, and have its key id confirmed by another way than the network, e.g. by telephone: it is how the reader knows that the key is this hospital’s.',
      run: 'Run the command. It says who signed, over which hash, and whether anything was changed since; the PDFs are compared byte by byte with what was signed.',
      result:
        'Exit status 0: all holds. 1: something was changed; do not rely on it. 3: nothing was changed, but without a trust file nothing shows who signed.',
    },
  },
  check: {
    title: 'Verify a signed file',
    intro:
      'Choose a signed passport that came back to you, or that somebody shows you: this desk says whether this hospital signed exactly this. For files of other hospitals use assay verify with their trust file.',
    file: 'Signed file (JSON)',
    submit: 'Verify',
  },
  outcome: {
    passed: 'Verified: signed by {{name}} and not changed since',
    failed: 'Not verified: do not rely on this file',
    unverified: 'Not changed since it was signed, but nothing shows who signed',
  },
  checks: {
    form: 'It is a signed passport, all of which can be read',
    signer: 'The signer’s key is one that is trusted',
    signature: 'The signature fits what is written',
    verdicts: 'The verdicts are what the rules’ outcomes give',
    files: 'The PDFs show what was signed',
  },
  status: { passed: 'holds', failed: 'does not hold', unverified: 'can not be told without a trust file' },
  fault: {
    'no-signed-passport':
      'This is no signed passport, or what was signed in it can not be read. Choose the file that the signed passport’s page offers (JSON).',
    'key-id-of-another': 'The key in the file is another than its id says: the file was changed.',
    'no-hospital': 'The signer calls itself something else than a hospital.',
    'key-not-trusted':
      'This key of this hospital is not among the keys that are trusted here. A file of another hospital is verified with that hospital’s trust file; else somebody else signed in its name.',
    'signature-does-not-fit':
      'What is written is not what was signed: the file was changed after it was signed, or another key signed it.',
    'verdict-not-of-outcomes': 'The verdict is another than the rules’ outcomes give.',
    'tier-not-of-outcomes': 'The verdict of tier {{where}} is another than its rules’ outcomes give.',
    'file-is-another': '{{where}} does not show what was signed: it was changed, or belongs to another passport.',
  },
  printed: {
    section: '7 Signature',
    text: 'This passport was signed with the key below, over the hash below. A printed page can be altered: verify the signed file that comes with it, offline. The page is compared, too, if it lies beside the file.',
    hospital: 'Hospital',
    keyId: 'Key id',
    sha256: 'Signed hash (SHA-256)',
    images: 'Stays in this hospital',
    imagesText: 'This document holds images of a patient. To hand on, take the signed passport, which holds none.',
    picture: '{{check}}: {{places}}',
  },
  ofCollection: {
    title: 'Quality passport of a kind of data',
    about: 'All checked studies of this kind in one hospital',
    allPassed: 'All {{total}} rules that speak of these studies together are kept.',
    someHeld_one:
      'One of the {{total}} rules that speak of these studies together is not kept, or could not be checked.',
    someHeld_other:
      '{{count}} of the {{total}} rules that speak of these studies together are not kept, or could not be checked.',
    study: 'All studies',
    files: 'Manifests of the studies',
    evidenceText:
      'The first hash is over the manifests of all studies that were looked at, in their order; the others are over the rule sets as they were used.',
  },
} as const
