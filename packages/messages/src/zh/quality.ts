/** 数据质量：发现了什么、该怎么办，用数据管理员的话。 */
export const quality = {
  tier: {
    standardisation: '标准化',
    acquisition: '采集与验证',
    integration: '整合',
    use: '开发与使用',
  },
  verdict: {
    accept: '接收',
    warn: '接收，附说明',
    quarantine: '已隔离，待处理',
    reject: '拒收',
  },
  range: '{{least}}至{{most}}',
  place: {
    series: '序列{{series}}',
    file: '文件{{file}}',
    attribute: '属性{{attribute}}',
    frame: '第{{frame}}帧',
    region: '体素({{from}})至({{to}})',
    channel: '通道{{channel}}',
    seconds: '第{{from}}秒至第{{to}}秒',
  },
  finding: {
    'check-failed': {
      what: '此项检查未能完成（{{fault}}），它要检查的内容因此不明。',
      advice: '请先用阅片软件试着打开该文件；若能打开，请告知运维人员，故障原因在日志里。',
    },
    'waveform-unit-unexpected': {
      what: '该通道的单位是“{{measured}}”，应为{{expected}}。',
      advice: '请按正确的单位重新导出记录；单位错了，所有幅值都会错。',
    },
    'noise-too-high': {
      what: '软组织的噪声为{{measured}}，上限为{{expected}}。',
      advice: '请查看图像；若同一次扫描有更平滑的重建，请改送该重建。',
    },
  },
  notApplicable: {
    'other-data': '该规则针对的是其他类型的数据。',
    'too-little-tissue': '图像中的软组织太少，无法测量。',
  },
}
