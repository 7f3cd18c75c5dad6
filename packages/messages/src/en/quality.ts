/** Data quality: what was found, and what to do, in the words of the steward. */
export const quality = {
  tier: {
    standardisation: 'Standardisation',
    acquisition: 'Acquisition and validation',
    integration: 'Integration',
    use: 'Development and use',
  },
  verdict: {
    accept: 'Accepted',
    warn: 'Accepted with remarks',
    quarantine: 'Held in quarantine',
    reject: 'Rejected',
  },
  range: '{{least}} to {{most}}',
  place: {
    series: 'series {{series}}',
    file: 'file {{file}}',
    attribute: 'attribute {{attribute}}',
    frame: 'frame {{frame}}',
    region: 'voxels ({{from}}) to ({{to}})',
    channel: 'channel {{channel}}',
    seconds: 'from {{from}} s to {{to}} s',
  },
  finding: {
    'check-failed': {
      what: 'This check could not be carried out ({{fault}}), so nothing is known of what it looks for.',
      advice:
        'Look whether the file opens in a viewer; if it does, tell the operator, who will find the fault in the log.',
    },
    'waveform-unit-unexpected': {
      what: 'The channel is given in "{{measured}}", where {{expected}} is expected.',
      advice: 'Export the record again in the right unit; a wrong unit makes every amplitude wrong.',
    },
    'noise-too-high': {
      what: 'The noise in soft tissue is {{measured}}; at most {{expected}} is taken.',
      advice: 'Look at the images. Send a smoother reconstruction of the same scan if there is one.',
    },
  },
  notApplicable: {
    'other-data': 'The rule speaks of other data.',
    'too-little-tissue': 'There is too little soft tissue in the images to measure.',
  },
} as const
