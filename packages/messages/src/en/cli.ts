export const cli = {
  description: 'Assay: evaluation of AI medical devices, at the command line',
  help: 'what there is, and how to use it',
  json: 'print JSON, for programs',
  device: {
    description: 'for vendors: packages of a device',
    pack: {
      description: "make the package of a device from its folder (device.json and the program's files)",
      folder: 'folder that holds device.json',
      output: 'file to write, a tar archive',
      done: '{{name}} {{version}}: packed into {{file}}\nsha256 {{digest}}',
    },
  },
  verify: {
    description:
      'check a report: signatures, hashes, proofs, and every figure, derived again from what the hospitals released',
    report: 'report.json; the PDFs beside it are checked too',
    trust: 'file of the keys that you trust; without it the origin stays unverified',
    passed: 'PASSED. Every check holds, and the origin is one that you trust.',
    unverified:
      'ORIGIN UNVERIFIED. Every figure and hash holds together, but without a trust file (--trust) nothing shows who made this report.',
    failed: 'FAILED. {{count}} of {{total}} checks do not hold. Do not rely on this report.',
    unreadable: '{{file}}: not a report that can be read ({{reason}}). Give the report.json that the portal offers.',
    status: { passed: 'holds', failed: 'FAILS', unverified: 'unverified' },
    exit: 'Exit status: 0 passed; 1 failed; 2 wrong words; 3 all holds, but the origin is unverified.',
  },
} as const
