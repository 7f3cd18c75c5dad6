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
    'ecg-mains-noise': {
      what: '该通道的工频干扰幅度为{{measured}}，上限为{{expected}}。',
      advice: '请查看记录；若心搏被淹没，请检查电极与接地后重新采集。',
    },
    'ecg-baseline-wander': {
      what: '基线漂移为{{measured}}，上限为{{expected}}。',
      advice: '请确认 ST 段是否仍可判读；必要时更换电极，让患者静息后重新采集。',
    },
    'ecg-noisy': {
      what: '信噪比只有{{measured}}，至少需要{{expected}}。',
      advice: '请确认能否辨认心搏；若不能，请不要采用此记录。',
    },
    'ecg-flat-line': {
      what: '该通道有{{measured}}的时间没有信号，上限为{{expected}}。',
      advice: '很可能是导联脱落；请重新采集，或不采用该通道。',
    },
    'ecg-saturated': {
      what: '有{{measured}}的采样值在量程端被截断，上限为{{expected}}。',
      advice: '该处幅值不可信；请降低增益后重新采集。',
    },
    'ecg-leads-disagree': {
      what: 'I、II、III 导联互不相符：I + III 与 II 之差为最大导联的{{measured}}，上限为{{expected}}。',
      advice: '可能是通道对调、比例有误或不同步；请重新导出记录并核对导联名称。',
    },
    'ecg-leads-exchanged': {
      what: 'I 导联与 V6 反向（相关系数{{measured}}，应不低于{{expected}}）：左右手电极很可能接反。',
      advice: '请心电医师查看；右位心的表现与此相似。',
    },
    'air-value-odd': {
      what: '空气的测量值为{{measured}}，应为{{expected}}。',
      advice: '可能是像素值换算有误或设备未校准；请从影像归档重新发送，仍如此请告知物理师。',
    },
    'body-cut-off': {
      what: '视野截断了身体：边缘有{{measured}}为组织，上限为{{expected}}。',
      advice: '若有更大视野的重建，请改送该重建。',
    },
    'lung-cut-off': {
      what: '扫描范围未覆盖全肺：末端层面的肺面积为最大层面的{{measured}}，上限为{{expected}}。',
      advice: '请查看这一端是否缺少层面，并重新发送完整序列。',
    },
    'contrast-phase-odd': {
      what: '最亮的血液测量值为{{measured}}，该期相应为{{expected}}。此值由图像估计。',
      advice: '请确认期相是否正确，并发送正确的期相。',
    },
    'patient-moved': {
      what: '相邻层面之间身体错位{{measured}}，上限为{{expected}}。',
      advice: '很可能是患者移动，或混入了另一次采集的层面；请在其他平面查看图像。',
    },
    'mr-noisy': {
      what: '信号为噪声的{{measured}}倍，至少需要{{expected}}倍。',
      advice: '请查看图像；若无法判读，请不要采用该序列。',
    },
    'mr-ghosts': {
      what: '物体周围空气中有伪影，为其信号的{{measured}}，上限为{{expected}}。',
      advice: '可能是患者移动或血流搏动；请查看图像。',
    },
  },
  notApplicable: {
    'other-data': '该规则针对的是其他类型的数据。',
    'too-little-tissue': '图像中的软组织太少，无法测量。',
    'too-short': '记录过短或缺失过多，无法测量。',
    'leads-missing': '记录中没有测量所需的导联。',
    'too-little-air': '图像中的空气太少，无法测量。',
    'no-lung': '没有显示肺的层面。',
    'too-few-slices': '层面太少，无法测量。',
    'no-background': '物体周围的空气已从图像中去除，无法据此测量噪声。',
  },
}
