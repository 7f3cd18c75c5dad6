/** 影像指标：终点的名称，以及方案锁定的输出评分方式。 */
export const scoring = {
  endpoint: {
    referral: '转诊判断',
    discrimination: '转诊可能性',
    grades: '分级',
    'grey-matter-dice': '灰质 Dice',
    'grey-matter-surface': '灰质表面 Dice',
    'grey-matter-distance': '灰质 95% Hausdorff 距离（mm）',
    'white-matter-dice': '白质 Dice',
    'white-matter-surface': '白质表面 Dice',
    'white-matter-distance': '白质 95% Hausdorff 距离（mm）',
  },
  figure: {
    mean: '各病例均值',
    completion: '有输出的病例',
    sensitivity: '灵敏度',
    specificity: '特异度',
    accuracy: '判断正确的比例',
    'likelihood-ratio.positive': '阳性似然比',
    'likelihood-ratio.negative': '阴性似然比',
    'predictive-value.positive': '阳性预测值',
    'predictive-value.negative': '阴性预测值',
    area: 'ROC 曲线下面积',
    kappa: '与参考标准的 kappa',
    'observed-agreement': '观察一致率',
  },
  from: { sensitivity: '阈值不低于 {{threshold}} 时的灵敏度', specificity: '阈值不低于 {{threshold}} 时的特异度' },
  named: '{{endpoint}}：{{figure}}',
  report: {
    reference:
      '参考标准随图像而来，由发布、生成或判读者提供：{{sources}}。判读人员、方法和一致性见其说明；本次评价未重新判读图像。',
    sources: {
      public: '公开图像采用其数据库的参考标准',
      synthetic: '合成图像采用模型绘制的内容',
      patients: '患者图像采用医院随其封存的参考标准',
    },
  },
  rule: {
    referable: '{{grade}} 级及以上为需转诊。',
    operatingPoint: '可能性不低于 {{point}} 时判为需转诊。',
    reference: {
      referable: '阅片中心无法分级的照片计为需转诊。',
      'not-referable': '阅片中心无法分级的照片计为不需转诊。',
    },
    output: {
      referable: '产品判为无法分级的照片计为转诊。',
      'not-referable': '产品判为无法分级的照片计为不转诊。',
      'by-likelihood': '产品判为无法分级的照片按其可能性计。',
    },
    categories: '分级按以下顺序比较：{{list}}；无一例剔除。',
    dice: '按体素计算 Dice；失败的输出计 0。',
    'surface-dice': '两个表面中与对方相距不超过 {{tolerance}} mm 的面积比例；失败的输出计 0。',
    'hausdorff-95': '两个方向上按面积计的 95% 表面距离中的较大者；失败的输出计为图像对角线长度。',
  },
} as const
