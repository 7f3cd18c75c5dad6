/** What may be wrong at a place of a protocol or a package: fills in `what` of the error. */
export const faults = {
  'endpoint-unknown': '方案中没有这个名称的终点',
  'figure-unknown': '该终点不给出这个指标',
  'bound-out-of-range': '界值超出该指标可能的取值范围',
  'estimator-unknown': '此处没有这个名称和版本的估计方法',
  'parameters-invalid': '估计方法无法读取这些参数',
  'name-used-twice': '名称重复使用',
  'more-than-hospitals': '要求的批准数多于医院数',
  'too-few-patients': '这些医院的封存测试集中患者较少',
  'not-the-devices': '该产品注册的不是这个用途',
  'hospital-unknown': '有医院未在此加入',
  'no-sealed-set': '有医院没有该任务的封存测试集',
  'looks-used-up': '该产品系列对这些测试集的使用次数已用完',
  'task-unknown': '此处没有这个任务',
  'sockets-differ': '输入和输出与该任务规定的不符',
} as const
