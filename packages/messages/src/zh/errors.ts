export const errors = {
  'input-invalid': '提交的内容不符合要求（{{where}}：{{what}}）。请改正后重新提交。',
  'not-found': '没有此{{what}}，或您无权查看。',
  'not-allowed': '您的账户不能进行此操作。请由具有相应角色（{{role}}）的人员进行。',
  'not-logged-in': '您尚未登录，或会话已结束。请重新登录。',
  'too-many-attempts': '失败次数过多。请等待 {{seconds}} 秒后再试。',
  'state-conflict': '现在不能进行此操作：{{what}} 的状态为“{{state}}”。请刷新以查看可进行的操作。',
  'too-large': '提交的内容超过此处接受的 {{limit}} 字节。',
  'internal-error': '程序内部出错。日志编号为 {{id}}，请告知运营者。',
  'arguments-invalid': '选项 {{option}} 未知或缺少值。用法见 --help。',
  'credentials-wrong': '用户名或密码错误。',
  'invitation-invalid': '邀请不存在、已使用或已过期。请索取新的邀请。',
  'account-exists': '此用户名已有账户。请用其登录，或另选用户名。',
  'password-too-weak': '密码至少需要 {{least}} 个字符。',
  'data-directory-in-use': '另一进程（{{pid}}）正在使用 {{directory}}。请停止该进程，或另指定文件夹。',
  'port-in-use': '端口 {{port}} 已被其他程序占用。请停止该程序，或用 --port 另选端口。',
  'database-unreachable': '数据库没有响应（{{reason}}）。请检查数据库是否运行以及 DATABASE_URL。',
  'database-newer': '数据由本程序的较新版本写入（{{found}}）。请使用该版本。',
  'blob-corrupt': '已存文件 {{sha256}} 在存入后发生变化。请从备份恢复。',
  'key-unreadable': '密钥文件 {{path}} 不能读取（{{reason}}）。请从备份恢复；新密钥即为新身份。',
  'key-file-exposed':
    '密钥文件 {{path}} 可被本机其他用户读取。请仅允许其所有者读取（chmod 600），并考虑密钥是否已被复制。',
  'sealed-unreadable':
    '本节点加密保存的内容无法解开：内容被改动，或 institution-key 文件已更换。请从备份恢复机构密钥。',
  'envelope-invalid': '此处应为签名信封，但内容不是，或与此处要求不符。',
  'key-invalid': '这不是 Ed25519 公钥。请向其持有者重新索取。',
  'trust-file-invalid': '信任文件不能使用：密钥与其编号不符，或重复出现。请重新获取。',
  'json-not-canonical': '有值不能写为规范 JSON（{{path}}）：只能是有限数、文本、列表和对象。',
  'signature-invalid': '签名与内容不符。请勿依据此内容。',
  'signer-unknown': '签名所用密钥在此未知。请通过其他途径与其持有者核对。',
  'message-expired': '签名消息到达时已过期。消息会自动重新发送；如持续发生，请检查双方时钟。',
  'message-misdirected': '签名消息的收件方不是本方，已拒绝。',
  'message-type-unknown': '已拒绝未知类型“{{type}}”的消息。双方版本不一致。',
  'message-reused': '同一编号的消息以不同内容再次到达，已拒绝。',
  'hub-unreachable': '中心没有响应（{{reason}}）。待发送内容已保留，恢复后自动发送。',
  'proof-invalid': '日志证明不成立。请勿依据此内容。',
  'device-package-invalid': '产品软件包不能使用（{{where}}：{{what}}）。请改正后重新打包。',
  'declaration-differs':
    '收到的内容与该哈希的声明不符：传输中受损，或门户保存的并非该声明。未保留任何内容。请重新获取；若仍如此，请告知门户运营方。',
  'file-stands-already': '{{file}} 已存在，未写入任何内容。请指定其他文件夹，或移走该文件。',
  'device-digest-mismatch': '产品软件包与登记的不同：哈希不一致。未运行任何内容。',
  'device-exists': '此产品软件包已登记。',
  'linkage-invalid':
    '各医院间的患者关联在“{{what}}”处中止：结果与已公布的密钥不符，未进行任何比对。请联系门户运营方重新发起一轮关联，并与其核对各成员的密钥。',
  'linkage-too-few': '患者关联至少需要两家医院，请再选择一家。',
  'linkage-budget-spent': '该医院在一轮关联中请求的计算超过 {{most}} 次。这可能是在逐个试探号码，因此不再作答。',
  'distribution-asked-already': '已向这些医院请求过该类别的分布。数据变化足够大时，系统会自动再次请其数据管理员决定。',
  'distribution-definition-differs':
    '测试中心与医院对该类别的分组方式不同。请使双方采用相同的分布规则；已放行过患者人数的医院须沿用当时的分组。',
  'distribution-impossible': '所发送的 {{where}} 不可能是按策略放行的患者人数，内容均未保留。请发送方检查其程序。',
  'distribution-outdated': '收到的其他医院人数并不比已有的更新，未作任何改动。',
  'linkage-members-differ': '本轮关联的成员与页面所示不符。请刷新页面，并通过电话与各医院核对密钥。',
  'isolation-unavailable':
    '本院没有可用的隔离运行条件，且不在无隔离条件下运行产品。请安装 bubblewrap（Debian 软件包 bubblewrap）并重新启动节点。',
  'cluster-failed':
    '计算集群未能运行产品：{{reason}}。病例没有丢失，也不计为产品的失败。请检查集群的机器和共享文件夹，然后继续运行。',
  'run-halted':
    '运行已停止：运行产品的环境出现了 {{count}} 次故障（最近一次：{{reason}}）。已完成的病例保留，这些故障不计入产品。请排除原因，然后在此继续运行，或不予发布。',
  'appliance-missing':
    '本院没有为{{vendor}}的{{device}}登记一体机。请在工作台“一体机”页面，或用 assay appliance add，按完全相同的名称登记；否则请拒绝该评价。',
  'appliance-task-unsupported':
    '{{category}} 的任务 {{task}} 的病例不能发送给一体机：没有把它们作为 DICOM 发送的方式。请以此为由拒绝该评价。',
  'appliance-in-use': '一体机 {{appliance}} 正在用于一次运行。请在运行结束后再更改或移除，或先扣留该评价。',
  'appliance-unreachable':
    '一体机未接收病例（{{reason}}）。这不是产品的失败：病例将以相同的标识重新发送。请检查一体机、其地址和网络。',
  'appliance-listener-failed':
    '节点不能在端口 {{port}} 接收一体机 {{appliance}} 的结果（{{reason}}）。请改用其他端口，或修复该一体机文件夹中的证书。',
  'appliance-answer-refused': '结果未被接收（{{outcome}}）。',
  'training-overlap':
    '厂商声明的 {{device}} 训练数据与本测试集重叠：不符合规则集 {{ruleSet}} 的规则 {{rule}}。请拒绝该评价，或封存一个不含这些患者的测试集并请对方重新提出请求。',
  'training-unchecked':
    '未能就 {{device}} 检查规则集 {{ruleSet}} 的规则 {{rule}}，因此无法得知其声明的训练数据是否与本测试集重叠。请本节点的维护人员查看日志。',
  'cases-disclosed':
    '该测试集中有 {{cases}} 例病例此前已向{{vendor}}展示，用它们评价其产品不再是盲测。请以此为由拒绝，并用新病例封存测试集。',
  'way-of-running-differs': '已锁定的方案声明了另一种运行方式（{{way}}），不能以结果文件代替。',
  'cases-not-handed-over': '本评价尚未交出任何病例，因此不可能有结果。请先交出病例。',
  'supervision-missing': '缺少监督记录。请先说明由谁、在何处、何时、如何监督运行。',
  'device-version-differs': '从产品上读取的版本（{{read}}）与已锁定方案的版本（{{locked}}）不同，结果将属于另一产品。',
  'results-taken-already': '本次运行的结果已经收取，不能再次收取。未作任何更改。',
  'results-archive-invalid': '结果归档不能使用（{{where}}：{{what}}）。未收取任何内容。请改正后重新带入。',
  'results-not-brought': '该结果归档不是最近带入的那一个，未采用任何内容。请查看最近带入的结果归档，或重新带入。',
  'results-unsound': '结果归档有 {{count}} 处问题，其中有的使其不能采用，未采用任何内容。请改正后重新带入。',
  'results-incomplete':
    '结果归档缺少 {{total}} 例中的 {{missing}} 例。未收取任何内容。若产品在这些病例上失败，请予说明：每例将按输出缺失计。',
  'output-invalid': '产品输出不能使用（{{what}}）。',
  'intake-folder-invalid': '文件夹 {{folder}} 不在接收文件夹之下，或不存在。请指定存在的文件夹。',
  'intake-patients-missing':
    '文件夹 {{folder}} 中没有 patients.tsv。记录按患者聚集：请提供文件，每行为记录或文件的路径、制表符、患者假名。',
  'patients-table-invalid':
    'patients.tsv 不能使用（第 {{line}} 行，{{column}}）。每行为记录、文件或文件夹的路径、制表符、由字母、数字、点、连字符和下划线组成的患者假名；一个路径只属于一名患者。如需更多列，首行须写明列名：path、patient，其后可有 identifier、sex（F、M 或 O，每名患者只有一个）、age（整岁），或 birth_year 与 examination_year。',
  'readings-table-invalid':
    'readings.tsv 不能使用（第 {{line}} 行）。每行为记录路径（或 reference.tsv 中的图像路径）、制表符、判读者假名、制表符、判读结果文件的路径（图像的判读结果为与 reference.tsv 同样的表，并含有该图像的行）；每名判读者对同一记录或图像只判读一次。',
  'readings-after-sealing':
    '{{where}}：该记录已在封存的测试集中，不能再添加判读结果。请使用含全部判读结果的记录封存新版本。',
  'records-list-invalid':
    '{{where}} 不能使用（第 {{line}} 行）。每行为一条记录及其所在文件夹，不含链接和“..”；以 / 结尾的行是自带 RECORDS 文件的文件夹。',
  'reference-table-invalid':
    'reference.tsv 不能使用（第 {{line}} 行：{{what}}）。首行为列名，第一列为 image；其余每行说明一幅图像：其在文件夹下的路径或 UID，随后每列一个字段，以制表符分隔。',
  'reference-invalid': '文件夹中的表格关于 {{where}} 的内容不能使用（{{what}}）。请更正后重新接收该文件夹。',
  'reference-without-image':
    'reference.tsv 提到了 {{where}}，但本节点未接收过该图像。请先接收图像，或更正其路径或 UID，然后重新接收该文件夹。',
  'reference-differs': '{{where}} 已有参考标准，而此处内容与之不同。先存储的保持不变。请查明哪一个正确。',
  'image-unreadable': '{{where}}：图像不能读取（{{what}}）。请重新导出。',
  'image-unsupported': '{{where}}：图像采用不支持的形式（{{what}}）。请以其他形式导出；支持的形式见 docs/formats.md。',
  'dicom-unreadable': '{{where}}：DICOM 对象不能读取（{{what}}）。请重新导出。',
  'dicom-unsupported':
    '{{where}}：DICOM 对象采用不支持的形式（{{what}}）。请以其他形式导出；支持的形式见 docs/formats.md。',
  'images-apart': '{{where}}：参考与结果不在同一网格上：{{reference}} 与 {{result}}。请将结果重采样到参考的网格。',
  'image-not-labels': '{{where}}：标签图须为从 0 起的整数；此图含其他值。',
  'record-without-patient':
    '无法得知 {{where}} 属于哪位患者：patients.tsv 中没有对应的行。请添加一行：记录、文件或文件夹的路径、制表符、患者假名。',
  'record-unreadable': '记录不能读取（{{where}}：{{what}}）。请重新导出。',
  'record-truncated': '信号文件过早结束：应有 {{expected}} 字节，实有 {{found}} 字节。请重新导出。',
  'record-unsupported': '记录采用尚不支持的形式（{{what}}）。',
  'annotations-unreadable': '注释不能读取（{{where}}：{{what}}）。请重新导出。',
  'annotations-do-not-match': '注释与信号不相符（{{what}}）。请检查文件与记录的对应关系。',
  'listener-certificate-missing':
    'DICOM 接收服务无法使用 TLS：本节点目录中缺少文件 {{file}}。请放入该文件，再保存接收服务设置。',
  'listener-certificate-unusable':
    'DICOM 接收服务无法启动（{{reason}}）：证书与密钥不匹配或无法读取，或所设地址不是本机地址。请更正后再保存接收服务设置。',
  'pacs-address-refused':
    'PACS 的名称解析到了不在允许列表中的地址，因此未发出任何请求。请更正列表，或查明是谁更改了名称解析。',
  'pacs-unreachable': 'PACS 没有应答（{{reason}}）。请检查其地址以及是否正在运行；系统会自动重试。',
  'pacs-certificate-refused':
    'PACS 未能通过 TLS 证明自己的身份（{{what}}），因此未向其发出任何请求。请予以更正；系统会自动重试。',
  'pacs-refused': 'PACS 拒绝了请求（状态 {{status}}）。请检查其地址和本节点的凭据，然后重新开始接收。',
  'pacs-answer-invalid': 'PACS 的应答不是 DICOMweb。请检查地址是否指向其 DICOMweb 服务。',
  'set-unreadable': '上传的数据包无法解开（{{what}}）：不是 tar 或 zip，或内容不完整。请重新打包并上传。',
  'set-entry-refused': '上传数据包的第 {{entry}} 项被拒绝：{{what}}。请仅用普通文件和文件夹重新打包。',
  'set-entry-unreadable':
    '上传数据包的第 {{entry}} 项（{{where}}）未被接收：{{what}}。请重新打包该文件并上传；数据包中的其余内容照常接收。',
  'object-unreadable': '{{where}} 无法读取（{{what}}）。请从来源处重新导出。',
  'object-not-taken': '{{where}} 是 {{format}} 格式的文件，此处不予接收。请放入所属类别的文件夹接收，或导出为 DICOM。',
  'object-differs': '{{where}} 与已存储对象的标识相同，但内容不同。请查明哪一个正确；先存储的保持不变。',
  'study-of-another-patient': '{{where}} 所属的检查已存储在另一名患者名下。请查明归属；其中内容均未接收。',
  'study-of-another-provenance': '{{where}} 所属的检查以前是按另一种数据来源接收的。请按相同来源接收。',
  'study-quality': '该检查不符合以下规则：{{rules}}。质量护照中说明了发现的问题及其位置。',
  'study-altered': '该检查的记录与质控时不一致。请从备份恢复本节点的数据库和文件，并查明是谁改动的。',
  'study-in-use': '该检查已属于封存的测试集，不能舍弃。',
  'quarantine-not-acceptable': '此项不能按现状接受：无法读取，或有规则予以拒绝。请在来源处更正，或将其舍弃。',
  'quarantine-not-kept': '此处没有保留该项的内容。请在来源处更正后重新接收。',
  'test-set-empty': '没有可封存的内容：此类别没有已接收的病例。请先接收数据。',
  'deidentification-refused':
    '{{where}}是{{what}}：无法判断其中涉及哪些人员，因此不予接收。请重新导出完整的文件；若其本身不是图像，请只发送图像。',
  'protocol-invalid': '方案不能使用（{{where}}：{{what}}）。请改正后重新提交。',
  'protocol-mismatch': '签名的内容与锁定的方案不符（{{where}}），已拒绝，未计入任何结果。',
  'provenance-not-releasable': '患者数据的放行规则尚未提供；目前只有合成数据和公开数据的数值可以离开本院。',
  'release-changed': '页面显示之后，将要离开的内容已发生变化。签名前请重新阅读。',
  'release-incomplete':
    '放行内容缺少其运行方式所要求的说明（{{where}}）：结果文件须附监督记录，凡在节点之外展示过的病例均计为已披露。已拒绝，未计入任何结果。请更新医院节点后重新放行。',
  'report-not-ready': '尚无报告。各医院均放行或扣留之后生成报告。',
  'output-missing': '产品未在应有的位置留下输出（{{what}}）。',
  'record-of-another-patient': '相同信号已以另一患者收入（{{where}}）。请查明属于哪位患者，并改正 patients.tsv。',
  'record-of-another-provenance':
    '相同信号已以另一数据来源收入（{{where}}）。请查明哪一个属实：它决定哪些内容可以离开本院。',
  'test-set-altered': '封存的测试集与其清单不再相符：数据库中的记录已被更改。请从备份恢复；未运行任何内容。',
  'test-set-mixed': '这些病例来源类别不同；一个测试集须适用同一放行规则。请按类别分别封存。',
  'not-enrolled': '本院尚未加入任何中心。请凭其运营者的邀请加入。',
  'hub-key-differs': '中心出示的密钥（{{found}}）与其运营者告知的不同。请勿继续，并通过其他途径询问运营者。',
  'hub-refused': '中心未接受本院的消息“{{type}}”（{{code}}），因此在中心不计入。请询问中心的运营者。',
  'table-missing': '{{file}}：无法打开（{{reason}}）。请检查路径和读取权限。',
  'table-unreadable': '{{file}} 第 {{line}} 行：{{what}}。',
  'table-column-twice': '{{file}}：列 {{column}} 出现两次。请重命名其中一列。',
  'table-column-missing': '{{file}}：没有列 {{column}}。现有：{{found}}。请用 {{option}} 列名 指定所指的列。',
  'table-value-invalid': '{{file}} 第 {{line}} 行，列 {{column}}：{{what}}。',
  'table-empty': '{{file}}：列名之下没有任何行。',
  'rule-set-invalid': '规则集无法使用（{{where}}：{{what}}）。请改正文件；在此之前，该文件夹中的规则集都不使用。',
  'table-refused': '{{file}}：{{what}}。',
  'plan-impossible': '任何病例数都达不到该把握度：预期值未超过界值或非劣效界，或超过得不够。',
  'readings-refused': '这些判读无法分析：{{reason}}。',
  'option-invalid': '{{option}}：{{what}}。',
} as const
