/** Figures of images: what endpoints are called, and how outputs become scores, as a protocol locks it. */
export const scoring = {
  endpoint: {
    referral: 'Referral',
    discrimination: 'Likelihood of referral',
    grades: 'Grades',
    'grey-matter-dice': 'Grey matter, Dice',
    'grey-matter-surface': 'Grey matter, surface Dice',
    'grey-matter-distance': 'Grey matter, Hausdorff 95 % (mm)',
    'white-matter-dice': 'White matter, Dice',
    'white-matter-surface': 'White matter, surface Dice',
    'white-matter-distance': 'White matter, Hausdorff 95 % (mm)',
  },
  figure: {
    mean: 'mean over cases',
    completion: 'cases with an output',
    sensitivity: 'sensitivity',
    specificity: 'specificity',
    accuracy: 'share of right calls',
    'likelihood-ratio.positive': 'positive likelihood ratio',
    'likelihood-ratio.negative': 'negative likelihood ratio',
    'predictive-value.positive': 'positive predictive value',
    'predictive-value.negative': 'negative predictive value',
    area: 'area under the ROC curve',
    kappa: 'kappa with the reference',
    'observed-agreement': 'observed agreement',
  },
  from: { sensitivity: 'sensitivity from {{threshold}} on', specificity: 'specificity from {{threshold}} on' },
  named: '{{endpoint}}: {{figure}}',
  report: {
    reference:
      'The reference standard came with the images, from whoever published, generated or read them: {{sources}}. Who read them, how, and with what agreement is described there; this evaluation did not read the images again.',
    sources: {
      public: 'for public images, that of their database',
      synthetic: 'for synthetic images, what the model drew',
      patients: 'for images of patients, what their hospital sealed with them',
    },
  },
  rule: {
    referable: 'Referable is grade {{grade}} and above.',
    operatingPoint: 'A likelihood from {{point}} on calls a photograph referable.',
    reference: {
      referable: 'A photograph that the reading centre could not grade counts as referable.',
      'not-referable': 'A photograph that the reading centre could not grade counts as not referable.',
    },
    output: {
      referable: 'A photograph that the device calls ungradable counts as referred.',
      'not-referable': 'A photograph that the device calls ungradable counts as not referred.',
      'by-likelihood': 'A photograph that the device calls ungradable counts by its likelihood.',
    },
    categories: 'Grades are compared in this order: {{list}}; nothing is left out.',
    dice: 'Dice of the voxels; a failed output counts 0.',
    'surface-dice':
      'The share of both surfaces, by area, that lies within {{tolerance}} mm of the other; a failed output counts 0.',
    'hausdorff-95':
      'The larger of both directions’ 95 % distances between the surfaces, by area; a failed output counts as the diagonal of its image.',
  },
} as const
