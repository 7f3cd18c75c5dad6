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
  measured: '{{name}}：{{value}}',
  range: '{{least}} 至 {{most}}',
  remark: '有说明',
  place: {
    series: '序列{{series}}',
    file: '文件{{file}}',
    attribute: '属性 {{attribute}}',
    frame: '第{{frame}}帧',
    region: '体素({{from}})至({{to}})',
    channel: '通道{{channel}}',
    seconds: '第{{from}}秒至第{{to}}秒',
  },
  phase: {
    native: '平扫（未强化）',
    arterial: '动脉期',
    'portal-venous': '门静脉期',
    late: '延迟期',
    enhanced: '未标明期相',
  },
  about: {
    patient: '患者',
    sex: '患者性别',
    age: '患者年龄',
    laterality: '左右侧',
    'body-part': '检查部位',
    study: '检查',
    hospitals: '医院',
    devices: '采集设备',
    patients: '患者',
  },
  finding: {
    'check-failed': {
      what: '此项检查未能完成（{{fault}}），它要检查的内容因此不明。',
      advice: '请先用阅片软件试着打开该文件；若能打开，请告知运维人员，故障原因在日志里。',
    },
    'waveform-unit-unexpected': {
      what: '该通道的单位是“{{measured}}”，应为 {{expected}}。',
      advice: '请按正确的单位重新导出记录；单位错了，所有幅值都会错。',
    },
    'noise-too-high': {
      what: '软组织的噪声为 {{measured}}，上限为 {{expected}}。',
      advice: '请查看图像；若同一次扫描有更平滑的重建，请改送该重建。',
    },
    'ecg-mains-noise': {
      what: '该通道的工频干扰幅度为 {{measured}}，上限为 {{expected}}。',
      advice: '请查看记录；若心搏被淹没，请检查电极与接地后重新采集。',
    },
    'ecg-baseline-wander': {
      what: '基线漂移为 {{measured}}，上限为 {{expected}}。',
      advice: '请确认 ST 段是否仍可判读；必要时更换电极，让患者静息后重新采集。',
    },
    'ecg-noisy': {
      what: '信噪比只有 {{measured}}，至少需要 {{expected}}。',
      advice: '请确认能否辨认心搏；若不能，请不要采用此记录。',
    },
    'ecg-flat-line': {
      what: '该通道有 {{measured}} 的时间没有信号，上限为 {{expected}}。',
      advice: '很可能是导联脱落；请重新采集，或不采用该通道。',
    },
    'ecg-saturated': {
      what: '有 {{measured}} 的采样值在量程端被截断，上限为 {{expected}}。',
      advice: '该处幅值不可信；请降低增益后重新采集。',
    },
    'ecg-leads-disagree': {
      what: 'I、II、III 导联互不相符：I + III 与 II 之差为最大导联的 {{measured}}，上限为 {{expected}}。',
      advice: '可能是通道对调、比例有误或不同步；请重新导出记录并核对导联名称。',
    },
    'ecg-cables-exchanged': {
      what: '导联线 {{cables}} 可能接反：十二导联中有 {{measured}} 不能由单一偶极子解释（通常不超过 {{expected}}），而将其换回后仅为 {{undone}}。',
      advice: '请判读者与既往心电图比较。若确实接反，请重新记录，或不使用本记录。',
    },
    'ecg-ground-exchanged': {
      what: '{{lead}} 导联近乎平直（为最大肢体导联的 {{measured}}；通常至少 {{expected}}）：地线与一侧上肢电极可能接反（{{cables}}）。',
      advice: '请将电极放回原位后重新记录：胸导联的参考电位也随之有误。',
    },
    'ecg-limb-lead-flat': {
      what: '{{lead}} 导联近乎平直：为最大肢体导联的 {{measured}}；通常至少 {{expected}}。',
      advice: '请检查电极是否松脱，或心电轴是否恰与该导联垂直。',
    },
    'ecg-heart-mirrored': {
      what: '各导联彼此相符，但指向右侧（为最大偶极子的 {{measured}}；通常不超过 {{expected}}）：可能不是接线问题，而是心脏呈镜像位。',
      advice: '请判读者复核：右位心、明显电轴右偏，或胸部电极置于右侧。',
    },
    'ecg-leads-exchanged': {
      what: 'I 导联与 V6 反向（相关系数 {{measured}}，应不低于 {{expected}}）：左右手电极很可能接反。',
      advice: '请心电医师查看；右位心的表现与此相似。',
    },
    'air-value-odd': {
      what: '空气的测量值为 {{measured}}，应为 {{expected}}。',
      advice: '可能是像素值换算有误或设备未校准；请从影像归档重新发送，仍如此请告知物理师。',
    },
    'body-cut-off': {
      what: '视野截断了身体：边缘有 {{measured}} 为组织，上限为 {{expected}}。',
      advice: '若有更大视野的重建，请改送该重建。',
    },
    'lung-cut-off': {
      what: '扫描范围未覆盖全肺：末端层面的肺面积为最大层面的 {{measured}}，上限为 {{expected}}。',
      advice: '请查看这一端是否缺少层面，并重新发送完整序列。',
    },
    'contrast-phase-odd': {
      what: '最亮的血液测量值为 {{measured}}，该期相应为 {{expected}}。此值由图像估计。',
      advice: '请确认期相是否正确，并发送正确的期相。',
    },
    'contrast-stated-not-seen': {
      what: '{{attribute}} 表明使用了对比剂（{{statedPhase}}），但主动脉测量值为 {{measured}}，与未强化的血液相同；强化后通常不低于 {{expected}}。',
      advice: '请查看图像。请重新发送正确的序列，或更正文件头；在此之前，请勿将其作为增强序列使用。',
    },
    'contrast-seen-not-stated': {
      what: '{{attribute}} 表明未使用对比剂，但主动脉测量值为 {{measured}}；未强化时通常不超过 {{expected}}。',
      advice: '请查看图像。请重新发送正确的序列，或更正文件头；在此之前，请勿将其作为平扫序列使用。',
    },
    'contrast-phase-stated-otherwise': {
      what: '{{attribute}} 标明为{{statedPhase}}，但从主动脉（{{measured}}）和肝脏看更像{{phase}}。',
      advice: '请查看图像。可能是各期相互混淆，或扫描过早、过晚。',
    },
    'contrast-phase-unexpected': {
      what: '从图像看期相为{{phase}}：主动脉测量值为 {{measured}}。此处要求：{{wantedPhases}}。',
      advice: '请确认期相是否正确，并发送正确的期相。',
    },
    'contrast-phase-undecided': {
      what: '图像无法确定期相：主动脉测量值为 {{measured}}，介于两个期相之间，或图像中没有肝脏。此处要求：{{wantedPhases}}。',
      advice: '请查看图像；如期相正确，可予接受。',
    },
    'front-steps': {
      what: '这两个层面之间体表前缘错位 {{measured}}，上限为 {{expected}}。',
      advice: '很可能是患者在两圈扫描之间呼吸；请从矢状面查看图像，此处结构可能重复显示或缺失。',
    },
    'heart-rate-odd': {
      what: '心率测量值为 {{measured}}，预期为 {{expected}}。',
      advice: '可能是采样频率标注错误，或信号并非心电图；请查看该记录。',
    },
    'image-size-odd': {
      what: '图像一行或一列有 {{measured}} 个像素，预期为 {{expected}} 个。',
      advice: '请查看图像是否为预览图，或经过裁剪、放大，并发送原始图像。',
    },
    'contour-doubled': {
      what: '该层面中体表轮廓出现重影，相距 {{measured}}，上限为 {{expected}}。',
      advice: '很可能是扫描该层面时患者移动；请查看该层面及相邻层面，勿在此处测量。',
    },
    'patient-moved': {
      what: '相邻层面之间身体错位 {{measured}}，上限为 {{expected}}。',
      advice: '很可能是患者移动，或混入了另一次采集的层面；请在其他平面查看图像。',
    },
    'cine-frames-odd': {
      what: '动态序列有 {{measured}} 帧，应为 {{expected}}。',
      advice: '可能是采集中断，或导出时遗漏了帧；请重新发送完整的动态序列。',
    },
    'cine-times-uneven': {
      what: '该帧与前一帧的时间间隔偏离通常间隔 {{measured}}，上限为 {{expected}}。',
      advice: '很可能丢了帧，或跳过了一次心搏；请重新发送该动态序列，不要在现有序列上做随时间的测量。',
    },
    'cine-frame-frozen': {
      what: '第{{frame}}帧与前一帧的画面相同。',
      advice: '很可能丢了一帧，并以前一帧代替；请从设备重新发送该动态序列。',
    },
    'mr-noisy': {
      what: '信号为噪声的 {{measured}} 倍，至少需要 {{expected}} 倍。',
      advice: '请查看图像；若无法判读，请不要采用该序列。',
    },
    'mr-blurred': {
      what: '图像能显示的最小细节为 {{measured}}，上限为 {{expected}}。',
      advice: '可能是患者移动、图像经过滤波或平滑，或k空间采集不足；请查看图像和扫描方案。',
    },
    'mr-ghosts': {
      what: '物体周围空气中有伪影，为其信号的 {{measured}}，上限为 {{expected}}。',
      advice: '可能是患者移动或血流搏动；请查看图像。',
    },
    'attribute-missing': {
      what: '此类对象必须具有的属性 {{attribute}} 在 {{total}} 个文件中有 {{count}} 个缺失。',
      advice: '请修正设备导出或归档设置后重新发送该检查。',
    },
    'attribute-empty': {
      what: '必须有值的属性 {{attribute}} 在 {{total}} 个文件中有 {{count}} 个为空。',
      advice: '请修正设备导出或去标识化设置：该属性可以替换，不可清空。',
    },
    'attribute-multiplicity': {
      what: '属性 {{attribute}} 有 {{measured}} 个值，应为 {{expected}} 个。',
      advice: '请修正设备导出后重新发送该检查。',
    },
    'representation-odd': {
      what: '属性 {{attribute}} 的值表示为 {{measured}}，标准为 {{expected}}。',
      advice: '多数软件仍能读取；请告知设备或写入软件的厂家。',
    },
    'value-malformed': {
      what: '属性 {{attribute}} 的值不符合标准对 {{measured}} 类型的书写要求（{{total}} 个文件中有 {{count}} 个）。',
      advice: '请告知设备或写入软件的厂家；其他软件可能读错或读不出该值。',
    },
    'instance-twice': {
      what: '有 {{count}} 个文件的 SOP 实例 UID 相同，其中另一个为{{other}}。',
      advice: '请确认是否为同一图像；保留其一，或由归档系统重新分配标识。',
    },
    'series-missing': {
      what_zero: '该检查没有至少含 {{instances}} 幅图像的 {{modalities}} 序列，至少需要 {{expected}} 个。',
      what_one: '该检查只有 1 个至少含 {{instances}} 幅图像的 {{modalities}} 序列，至少需要 {{expected}} 个。',
      what_other:
        '该检查只有 {{shown}} 个至少含 {{instances}} 幅图像的 {{modalities}} 序列，至少需要 {{expected}} 个。',
      advice: '请确认检查是否发送完整，以及是否属于该类别。',
    },
    'code-incomplete': {
      what: '有编码概念缺少 {{attribute}}（{{total}} 个文件中有 {{count}} 个）。',
      advice: '请告知设备或写入软件的厂家；缺少它便无法匹配该概念。',
    },
    'character-set-unknown': {
      what: '字符集 {{measured}} 不在可接受之列。',
      advice: '请让设备或归档系统改用 GB18030 或 UTF-8（ISO_IR 192）。',
    },
    'character-set-missing': {
      what: '属性 {{attribute}} 的文字超出 ASCII，但文件未声明字符集。',
      advice: '请让设备声明字符集；否则无从判断文字应如何读取。',
    },
    'text-undecodable': {
      what: '属性 {{attribute}} 的文字与文件声明的字符集不符。',
      advice: '请更正设备的字符集后重新发送该检查。',
    },
    'transfer-syntax-unexpected': {
      what: '传输语法 {{measured}} 不在可接受之列。',
      advice: '请让归档系统以其他传输语法发送，如显式 VR 小端。',
    },
    'identity-not-removed': {
      what: '文件未注明已去除患者身份（{{total}} 个文件中有 {{count}} 个）。',
      advice: '请重新经节点的去标识化流程采集；不要手工填写该标记。',
    },
    'deidentification-unrecorded': {
      what: '已声明的去标识化方法 {{method}} 在 {{total}} 个文件中有 {{count}} 个未记录。',
      advice: '请重新经节点的去标识化流程采集。',
    },
    'identifier-left': {
      what: '可能识别患者的属性 {{attribute}} 在 {{total}} 个文件中有 {{count}} 个仍有值。',
      advice: '请勿传出该检查；请重新经节点的去标识化流程采集，并告知数据保护负责人。',
    },
    'text-burned-in': {
      what: '文件注明图像中有烧录文字（{{total}} 个文件中有 {{count}} 个）。',
      advice: '请查看图像；若显示姓名或编号，请涂黑或不采用该序列。',
    },
    'text-in-pixels': {
      what: '图像中疑似有文字。',
      advice: '请查看该位置；若显示姓名或编号，请涂黑或不采用该序列。',
    },
    'value-unexpected': {
      what: '属性 {{attribute}} 的值为 {{measured}}，应为 {{expected}}（{{total}} 个文件中有 {{count}} 个）。',
      advice: '请确认该序列是否应在此；若是，请工作组将该值纳入规则。',
    },
    'waveform-rate-low': {
      what: '记录的采样率为 {{measured}}，至少需要 {{expected}}。',
      advice: '若设备保留了原始采样率，请以原始采样率导出。',
    },
    'waveform-short': {
      what: '记录时长为 {{measured}}，至少需要 {{expected}}。',
      advice: '请确认是否导出了完整记录。',
    },
    'lead-missing': {
      what: '缺少数据标准要求的导联。',
      advice: '请导出全部导联，或更正通道名称。',
    },
    'plane-without-place': {
      what: '{{total}} 幅图像中有 {{count}} 幅没有患者坐标。',
      advice: '请修正设备导出；并查看序列中是否混入截屏或报告。',
    },
    'orientation-mixed': {
      what: '{{total}} 层中有 {{count}} 层与第一层方向不同，此层相差 {{measured}}，上限为 {{expected}}。',
      advice: '请拆分序列：不同方向的层面不可堆叠。',
    },
    'planes-displaced': {
      what: '{{total}} 层中有 {{count}} 层偏离其余各层所在直线，此层偏离 {{measured}}，上限为 {{expected}}。',
      advice: '请查看是否将两次采集并入同一序列，或检查床是否被移动；请拆分或重新发送。',
    },
    'plane-sizes-mixed': {
      what: '{{total}} 层中有 {{count}} 层与第一层大小不同：此层为 {{rows}} 行 {{columns}} 列，而非 {{firstRows}} 行 {{firstColumns}} 列。',
      advice: '请拆分序列：不同大小的层面不可堆叠。',
    },
    'frames-of-reference': {
      what: '该序列有 {{count}} 个参考坐标系，位置无法相互比较。',
      advice: '请拆分序列，或分别发送各次采集。',
    },
    'slices-missing': {
      what_one: '在 {{from}} mm 与 {{to}} mm 之间缺少 1 层：间距 {{measured}}，通常为 {{expected}}。',
      what_other: '在 {{from}} mm 与 {{to}} mm 之间缺少 {{shown}} 层：间距 {{measured}}，通常为 {{expected}}。',
      advice: '请从影像归档重新发送完整序列。',
    },
    'spacing-uneven': {
      what: '有两层相距 {{measured}}，通常为 {{expected}}。',
      advice: '请查看是否将两次采集并入同一序列；若是，请拆分。',
    },
    'slices-at-one-place': {
      what: '{{total}} 层中有 {{count}} 层与其他层位置重合。',
      advice: '请查看序列是否重复发送或含多个期相；只保留一个。',
    },
    'slices-out-of-order': {
      what: '{{total}} 层中有 {{count}} 层的编号与其在体内的位置不一致。',
      advice: '按编号排序的软件会得到另一个体数据；请重新编号，或按位置排序。',
    },
    'gantry-tilted': {
      what: '层面相对堆叠方向倾斜 {{measured}}，上限为 {{expected}}。',
      advice: '请发送无倾斜的序列，或重采样到正交网格的序列。',
    },
    'pixel-spacing-missing': {
      what: '该序列未给出像素大小。',
      advice: '请修正设备导出；缺少它就无法测量。',
    },
    'pixel-spacing-odd': {
      what: '像素大小为 {{measured}}，应为 {{expected}}。',
      advice: '请确认序列是否经过重采样，或数值有误。',
    },
    'pixels-not-square': {
      what: '像素不是正方形：行距 {{rows}} mm，列距 {{columns}} mm。',
      advice: '请确认序列是否经过重采样，并发送原始序列。',
    },
    'pixel-spacing-mixed': {
      what: '该序列各层的像素大小不同。',
      advice: '请拆分序列：其中含有多个重建。',
    },
    'thickness-missing': {
      what: '该序列未给出层厚。',
      advice: '请修正设备导出后重新发送该检查。',
    },
    'slices-thick': {
      what: '层厚为 {{measured}}，上限为 {{expected}}。',
      advice: '若同一次扫描有更薄的重建，请改送该重建。',
    },
    'slices-apart': {
      what: '层间距为 {{measured}}，层厚只有 {{expected}}：层间组织未被显示。',
      advice: '请查看是否普遍缺层，并发送完整序列。',
    },
    'slices-alike': {
      what: '第 {{slice}} 层与第 {{other}} 层的像素完全相同。',
      advice: '有层面以另一标识重复；请从影像归档重新发送完整序列。',
    },
    'acquisition-unknown': {
      what: '{{total}} 个文件中有 {{count}} 个未给出 {{attribute}}，或其值无法读取。',
      advice: '请修正设备导出或去标识化设置：该属性不识别任何人。',
    },
    'acquisition-out-of-range': {
      what: '{{total}} 个文件中有 {{count}} 个的 {{attribute}} 为 {{measured}}，应为 {{expected}}。',
      advice: '请确认该序列是否按产品要求的方案采集。',
    },
    'kernel-unexpected': {
      what: '图像的重建核为 {{measured}}，可接受以 {{expected}} 开头的重建核。',
      advice: '若有产品适用的重建，请改送该重建。',
    },
    'patient-missing': {
      what: '检查没有患者信息。',
      advice: '请在医院系统中查明其所属患者，补上患者编号后重新发送。',
    },
    'patient-twice': {
      what: '该患者与 {{other}} 使用同一身份编号，应为同一人。',
      advice: '请在医院系统中核实该人沿用的编号，并更正另一编号下的检查。',
    },
    'patient-elsewhere': {
      what_one: '另有 1 家医院也有该患者。',
      what_other: '另有 {{shown}} 家医院也有该患者。',
      advice: '在多家医院组成的测试集中，请只由其中一家计入该患者。',
    },
    'content-of-another-patient': {
      what: '同一图像或信号在本地另一名患者的检查 {{study}} 中也存在。',
      advice: '两者之一不属于该患者。使用任何一份之前，请先查明其归属。',
    },
    'content-in-another-study': {
      what: '同一图像或信号也存在于该患者的检查 {{study}} 中。',
      advice: '请保留原件，舍弃副本。',
    },
    'content-twice': {
      what: '该文件与 {{other}} 的图像或信号相同。',
      advice: '请舍弃其中之一。',
    },
    'content-elsewhere': {
      what: '另一家医院也有相同的图像或信号。',
      advice: '请查明其产生地；只应由该医院使用。',
    },
    'statements-differ': {
      what: '关于{{about}}，本文件与 {{other}} 的内容不一致。',
      advice: '请打开两个文件核对，其中之一可能属于其他患者。',
    },
    'reference-astray': {
      what_one: '它引用了本检查中不存在的 1 幅图像。',
      what_other: '它引用了本检查中不存在的 {{shown}} 幅图像。',
      advice: '请补发缺少的图像，或发送属于本检查的报告或参考标准。',
    },
    'word-unknown': {
      what: '该属性的用词不在本类别的词汇表中。',
      advice: '若用词正确，请提请工作组补充；否则请在产生该用词的设备上更正。',
    },
    'distribution-apart': {
      what: '{{feature}}：本院患者与其他医院患者的差距至少为 {{measured}}（0 为相同，1 为毫无共同之处），允许上限为 {{expected}}。',
      advice: '请查看是来诊人群不同，还是设备测量方式不同，并在数据说明书中注明。',
    },
    'distribution-unclear': {
      what: '{{feature}}：本院与其他医院的差距最大可能为 {{measured}}（0 为相同，1 为毫无共同之处），允许上限为 {{expected}}。其他医院有被隐去的人数，因此尚无定论。',
      advice: '请查看分布图。本院或其他医院的患者增多后，结论会更明确。',
    },
    'feature-drifted': {
      what: '{{feature}}自 {{since}} 起已漂移至 {{measured}}，最初为 {{expected}}。',
      advice: '请查明当时有何变化：设备、其软件或检查方案。',
    },
    'composition-apart': {
      what: '{{stratum}}：须更换 {{measured}} 的患者，测试集的构成才与目标人群一致，允许上限为 {{expected}}。差距最大的是“{{value}}”：实际 {{found}}，应为 {{wanted}}。',
      advice: '请补充过少的病例，或如实声明本测试集所代表的目标人群。',
    },
    'stratum-thin': {
      what_zero: '{{stratum}}“{{value}}”：没有患者，至少需要 {{expected}} 名。',
      what_one: '{{stratum}}“{{value}}”：只有 1 名患者，至少需要 {{expected}} 名。',
      what_other: '{{stratum}}“{{value}}”：只有 {{shown}} 名患者，至少需要 {{expected}} 名。',
      advice: '请在封存前补充此类患者，否则无法对其作出结论。',
    },
    'set-uniform': {
      what: '按患者和病例的分布，测试集的有效{{about}}数仅为 {{measured}}，至少需要 {{expected}}。',
      advice: '请补充其他来源的病例：目前数目过少，或其中之一占比过大。',
    },
    'class-rare': {
      what_zero: '没有患者有{{label}}，至少需要 {{expected}} 的患者。',
      what_other: '有{{label}}的患者仅占 {{measured}}，至少需要 {{expected}}。',
      advice: '请按已声明的富集方式补充该类患者，绝不可依据产品自身的结果挑选。',
    },
    'training-overlap': {
      what_one: '按厂商声明，测试集中有 1 名患者包含在 {{device}} 的训练数据中（允许 {{expected}} 名）。',
      what_other: '按厂商声明，测试集中有 {{shown}} 名患者包含在 {{device}} 的训练数据中（允许 {{expected}} 名）。',
      advice: '请在该产品的所有评价中排除这些患者。',
    },
    'training-from-here': {
      what: '{{device}} 使用 {{dataSet}} 训练，厂商称该数据集来自本院。',
      advice:
        '请阅读厂商的声明，并询问是否存在哈希值无法发现的共有患者。在本院取得的良好结果对其他医院的参考意义较小。',
    },
    'labels-read-once': {
      what_zero: '没有病例由两名及以上阅片者判读，至少需要 {{expected}} 的病例。',
      what_other: '仅 {{measured}} 的病例由两名及以上阅片者判读，至少需要 {{expected}}。',
      advice: '请安排其余病例由他人独立再次判读。',
    },
    'labels-noisy': {
      what: '{{measured}} 的判读与参考标准不一致，允许上限为 {{expected}}。',
      advice: '请查看阅片者意见不一的病例，以及所给的标注说明。',
    },
    'readers-disagree': {
      what: '除去偶然因素，判读者之间的一致程度仅为 {{measured}}（Krippendorff α）；至少应为 {{expected}}。',
      advice: '请查看判读不一致之处，并检查给判读者的说明。',
    },
    'labels-likely-wrong': {
      what: '根据各判读者的结果，{{measured}} 的标注很可能有误；最多允许 {{expected}}。',
      advice: '参考标准与多数判读者不一致之处，请提交仲裁。',
    },
    'labels-implausible': {
      what: '本病例中，所比较的标注有 {{measured}}（共 {{doubted}} 处）形态更像另一类别，与其标注不符；最多允许 {{expected}}。标注 → 形态所似：{{items}}。',
      advice: '请判读者复核这些位置。这只是线索，不是证据；系统不会自行更改任何标注。',
    },
    'set-expired': {
      what: '测试集封存至今已 {{measured}}，允许上限为 {{expected}}。',
      advice: '请用较新的病例封存新版本。',
    },
    'set-past-expiry': {
      what: '测试集的有效期已过 {{measured}}。',
      advice: '请封存新版本；此后在该测试集上测得的结果不予采用。',
    },
    'cases-old': {
      what: '最早的病例距检查已 {{measured}}，允许上限为 {{expected}}。',
      advice: '请替换最早的病例：此后设备和诊疗均已变化。',
    },
    'set-worn': {
      what: '仅 {{measured}} 的病例接触过的产品系列少于 {{most}} 个，至少需要 {{expected}}。',
      advice: '请停用已用尽的病例，并以新病例封存新版本。',
    },
    'fundus-field-missing': {
      what: '照片中看不到圆形的眼底视野。',
      advice: '请确认是否为眼底照片、是否已曝光。',
    },
    'fundus-field-cut': {
      what: '圆形视野只有 {{measured}} 在图中且被照亮，至少需要 {{expected}}。',
      advice: '请对准瞳孔重新拍摄，或发送未裁剪的照片。',
    },
    'fundus-out-of-focus': {
      what: '照片失焦：细节强度为粗结构的 {{measured}}，至少需要 {{expected}}。',
      advice: '请重新拍摄；晶状体混浊表现相似，若是请注明，并计为不可判读。',
    },
    'fundus-brightness-odd': {
      what: '眼底亮度为量程的 {{measured}}，应为 {{expected}}。',
      advice: '请调整闪光后重新拍摄。',
    },
    'fundus-uneven': {
      what: '眼底照明不均：暗区亮度为亮区的 {{measured}}，至少需要 {{expected}}。',
      advice: '请对准瞳孔重新拍摄。',
    },
  },
  notApplicable: {
    'other-data': '该规则针对的是其他类型的数据。',
    'too-little-tissue': '图像中的软组织太少，无法测量。',
    'too-short': '记录过短或缺失过多，无法测量。',
    'leads-missing': '记录中没有测量所需的导联。',
    'too-little-air': '图像中的空气太少，无法测量。',
    'no-lung': '没有显示肺的层面。',
    'no-aorta': '图像中未找到主动脉，或图像不是横断面。',
    'too-few-slices': '层面太少，无法测量。',
    'too-few-frames': '帧数太少，无法测量。',
    'no-background': '物体周围的空气已从图像中去除，无法据此测量噪声。',
    'never-linked': '尚未与其他医院进行过关联比对。',
    'nothing-decoded': '没有可解码的内容，无从比对。',
    'nothing-to-compare': '没有可供比较的对象。',
    'no-target': '未声明目标人群。',
    'set-empty': '测试集中没有病例。',
    'labels-not-collected': '未收集各病例的标注情况。',
    'nothing-declared': '尚无厂商声明训练数据。',
    'no-contents-declared': '声明中没有内容哈希值，无法比对患者；这不等于通过。',
    'no-data-sets-declared': '声明中没有列出数据集名称。',
  },
  outcome: {
    passed: '通过',
    failed: '未通过',
    inconclusive: '未能检查',
    'not-applicable': '不适用',
  },
  severity: {
    reject: '拒收',
    quarantine: '隔离',
    warn: '说明',
  },
  sourceStatus: {
    verified: '已读原文',
    fragment: '读过部分',
    unverified: '未核实',
  },
  passport: {
    title: '数据质量护照',
    category: '类别 {{category}}',
    manifest: '文件 {{hash}}…',
    allPassed: '适用于该检查的 {{total}} 项规则全部符合。',
    someHeld_one: '适用于该检查的 {{total}} 项规则中，有 1 项不符合或未能检查。',
    someHeld_other: '适用于该检查的 {{total}} 项规则中，有 {{count}} 项不符合或未能检查。',
    noneJudged: '尚无规则能够判断。',
    notJudged: '尚未判断',
    passedOver: '规则针对其他数据的结果：{{passedOver}} 项。',
    nothing: '未发现问题。',
    outcome: '{{check}}：{{verdict}}',
    more_one: '另有 1 项未列出。',
    more_other: '另有 {{count}} 项未列出。',
    advice: '处理办法：{{advice}}',
    study: '检查',
    files: '检查的全部文件',
    instrument: '{{name}}（{{date}}；{{status}}）',
    undated: '无日期',
    ruleSetsText:
      '每个规则集都是一份由工作组负责的文件。状态说明其来源读到何种程度；未核实的限值是平台或产品自己的选择。',
    evidenceText:
      '第一个哈希值涵盖该检查全部文件的名称、角色和内容；其余为所用规则集的哈希值。同样的文件与规则得到同样的护照。',
    section: {
      tiers: '1 层级',
      findings: '2 发现的问题',
      measurements: '3 测量结果',
      ruleSets: '4 规则集',
      rules: '5 逐条规则',
      evidence: '6 证据',
    },
    column: {
      tier: '层级',
      verdict: '结论',
      what: '问题',
      where: '位置',
      check: '检查项',
      series: '序列',
      measured: '测量值',
      outcome: '结果',
      ruleSet: '规则集',
      version: '版本',
      owner: '负责方',
      instrument: '依据',
      rule: '规则',
      severity: '不符合时',
      hash: '哈希',
    },
  },
}
