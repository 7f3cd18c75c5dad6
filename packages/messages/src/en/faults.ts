/** What may be wrong at a place of a protocol or a package: fills in `what` of the error. */
export const faults = {
  'endpoint-unknown': 'the protocol has no endpoint of this name',
  'figure-unknown': 'the endpoint does not give this figure',
  'bound-out-of-range': 'the bound lies outside the values that the figure can take',
  'estimator-unknown': 'no estimator of this name and version is known here',
  'parameters-invalid': 'the estimator can not read these parameters',
  'name-used-twice': 'the name is used twice',
  'more-than-hospitals': 'more approvals are asked for than hospitals',
  'too-few-patients': 'the sealed sets of these hospitals hold fewer patients',
  'not-the-devices': 'the device was registered for something else',
  'hospital-unknown': 'a hospital is not enrolled here',
  'no-sealed-set': 'a hospital has no sealed set for this task',
  'looks-used-up': 'this device family has used up its looks at these sets',
  'task-unknown': 'this task is not known here',
  'sockets-differ': 'the inputs and outputs are not those of the task',
} as const
