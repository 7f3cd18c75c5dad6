export const demonstration = {
  help: `npm start -- [options]

Starts a consortium on this machine, a hub and three hospitals, carries one evaluation through it,
from the application to the signed report, and keeps serving the pages.

  --data DIR      real WFDB records (.hea .dat) with annotations (.atr), dealt to the hospitals by patient;
                  without it records are generated, and marked as synthetic
  --once          a new evaluation; ends after the report, with exit status 0 if it was carried through
  --port N        port of the portal (4100); the hospitals take the three after it
  --patients N    generated patients a hospital (24)
  --directory DIR where everything is written (var)
  --help          this

Started again, it goes on with unfinished work, or serves what there is.`,
  intro: 'Assay: one evaluation, from the application to the signed report. All of it is written under {{directory}}.',
  programs: 'Start the hub and three hospitals',
  programsUp: 'The hub and three hospitals are up. Portal: {{url}}',
  programRestarted: '{{name}} ended by itself and is started again; its work goes on',
  records: 'Export the records of each hospital',
  recordsGenerated: 'Each hospital has its records: synthetic ECG of {{patients}} patients each',
  recordsDealt: 'Each hospital has its records: ECG from {{folder}}, dealt out by patient',
  people: 'Operator, vendor, reviewer and three stewards log in',
  hospitalsJoin: 'The hospitals join the hub, each with its own key',
  fill: 'The stewards take the records in and seal a test set',
  filled: '{{name}}: {{patients}} patients, {{cases}} records sealed, {{quarantined}} in quarantine',
  device: 'The vendor registers the device',
  deviceRegistered: 'The vendor registered {{name}} {{version}}, package {{digest}}…',
  apply: 'The vendor applies for an evaluation',
  carry: 'Carry the evaluation through',
  state: {
    draft: '{{number}}: the vendor submits the protocol',
    submitted: '{{number}}: the reviewer reads the protocol and locks it',
    returned: '{{number}}: returned to the vendor',
    locked: '{{number}}: the protocol is locked ({{hash}}…); the stewards read it at their desks and approve',
    running: '{{number}}: the device runs inside each hospital',
    decided: '{{number}}: decided, {{verdict}}',
    ended: '{{number}}: ended without a decision',
  },
  participation: {
    asked: 'asked',
    approved: 'approved',
    refused: 'refused',
    running: 'running, {{progress}} %',
    scored: 'scored; the steward reads what will leave',
    released: 'released and signed',
    withheld: 'withheld',
  },
  verdict: { met: 'MET', 'not-met': 'NOT MET', inconclusive: 'INCONCLUSIVE', 'not-assessable': 'NOT ASSESSABLE' },
  report: 'Fetch the signed report',
  reportFetched: 'The report lies in {{folder}}',
  notIsolated:
    'The device ran without isolation: this machine has no bubblewrap. Only the demonstration allows that, and the ' +
    'report says so on its first page.',
  portal: 'The portal          {{url}}',
  desk: '{{name}}, desk   {{url}}',
  whoCanLogIn: 'Who can log in',
  login: '{{name}}  password {{password}}  at {{url}}',
  reportFiles: 'The report',
  verifyWith: 'Check it: npx assay verify {{report}} --trust {{trust}}',
  serving: 'The pages stay up. End with Ctrl-C; npm start serves them again.',
  stopping: 'Stopping.',
  failed: 'The evaluation was not carried through: {{reason}}',
  wrongWords: '{{reason}}\nnpm start -- --help says what there is.',
  dataMissing: '--data {{folder}}: there is no such folder. Give a folder that holds WFDB records.',
} as const
