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
    'ecg-mains-noise': {
      what: 'The mains hum through the channel with {{measured}}; at most {{expected}} is taken.',
      advice: 'Look at the record. If beats drown in it, have the electrodes and the earth checked, and record again.',
    },
    'ecg-baseline-wander': {
      what: 'The baseline wanders by {{measured}}; at most {{expected}} is taken.',
      advice:
        'Look whether the ST segment can still be read; record again with the patient at rest and fresh electrodes.',
    },
    'ecg-noisy': {
      what: 'The signal stands only {{measured}} above the noise; at least {{expected}} is needed.',
      advice: 'Look whether the beats can be told from the noise. Leave the record out if they can not.',
    },
    'ecg-flat-line': {
      what: '{{measured}} of the record show no signal in this channel; at most {{expected}} are taken.',
      advice: 'The lead was most likely off. Record again, or leave the channel out.',
    },
    'ecg-saturated': {
      what: '{{measured}} of the samples are cut off at the end of the range; at most {{expected}} are taken.',
      advice: 'Amplitudes are wrong there. Record again with a lower gain.',
    },
    'ecg-leads-disagree': {
      what: 'The leads I, II and III do not belong together: I + III differs from II by {{measured}} of the largest lead; at most {{expected}} is taken.',
      advice:
        'Channels were exchanged, scaled or recorded at different times. Export the record again and compare the names of the leads.',
    },
    'ecg-leads-exchanged': {
      what: 'Lead I runs against V6 (correlation {{measured}}, at least {{expected}} is expected): the arms’ electrodes were most likely exchanged.',
      advice: 'Have a cardiologist look at the record; a heart on the right side looks alike.',
    },
    'air-value-odd': {
      what: 'Air measures {{measured}} where {{expected}} is expected.',
      advice:
        'The values were rescaled wrongly, or the scanner is out of calibration. Send the series again from the archive; tell the physicist if it stays so.',
    },
    'body-cut-off': {
      what: 'The field of view cuts the body off: tissue stands on {{measured}} of its edge; at most {{expected}} is taken.',
      advice: 'Send a reconstruction with a larger field of view, if there is one.',
    },
    'lung-cut-off': {
      what: 'The scan cuts the lungs off: its end shows {{measured}} of the most lung that a slice shows; at most {{expected}} is taken.',
      advice: 'Look whether slices are missing at this end, and send the whole series again.',
    },
    'contrast-phase-odd': {
      what: 'The brightest blood measures {{measured}}, where {{expected}} is expected of this contrast phase. This is an estimate from the images.',
      advice: 'Look whether it is the right phase of the examination, and send the right one.',
    },
    'patient-moved': {
      what: 'The body steps aside by {{measured}} from one slice to the next; at most {{expected}} is taken.',
      advice:
        'The patient most likely moved, or slices of two acquisitions were mixed. Look at the images in another plane.',
    },
    'mr-noisy': {
      what: 'The signal is {{measured}} times the noise; at least {{expected}} times is needed.',
      advice: 'Look at the images, and leave the series out if they can not be read.',
    },
    'mr-ghosts': {
      what: 'Ghosts of the object stand in the air around it, {{measured}} of its signal; at most {{expected}} is taken.',
      advice: 'The patient moved, or blood pulsed. Look at the images.',
    },
  },
  notApplicable: {
    'other-data': 'The rule speaks of other data.',
    'too-little-tissue': 'There is too little soft tissue in the images to measure.',
    'too-short': 'The record is too short, or has too many gaps, to measure.',
    'leads-missing': 'The record does not have the leads that this is measured on.',
    'too-little-air': 'There is too little air in the images to measure.',
    'no-lung': 'No slice shows lungs.',
    'too-few-slices': 'There are too few slices to measure.',
    'no-background': 'The air around the object was removed from the images, so that noise can not be measured in it.',
  },
} as const
